"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { Shift } from "@/lib/device/door/scan-register";

/** Who checked, from when to when: on the screen and on paper. */
export function ShiftTable({ shifts }: { shifts: readonly Shift[] }) {
	const t = useTranslations("door.register");
	const format = useFormatter();
	const at = (time: number) => format.dateTime(time * 1000, { dateStyle: "short", timeStyle: "short" });
	return (
		<table className="w-full border-collapse text-left text-sm">
			<caption className="pb-1 text-left text-base font-semibold">{t("shifts")}</caption>
			<thead>
				<tr>
					{(["who", "where", "from", "to"] as const).map((column) => (
						<th key={column} scope="col" className="pr-2 font-normal text-ink-2 print:text-black">
							{t(`columns.${column}`)}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{shifts.map(({ id, name, place, gate, from, to }) => (
					<tr key={id} className="border-t border-line">
						<td className="py-1.5 pr-2">{name === "" ? t("nobody") : name}</td>
						<td className="py-1.5 pr-2">{[place, gate].filter((part) => part !== "").join(" · ")}</td>
						<td className="tabular py-1.5 pr-2">{at(from)}</td>
						<td className="tabular py-1.5">{to === null ? t("now") : at(to)}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
