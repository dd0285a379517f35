"use client";

import { useTranslations } from "next-intl";
import { StatusPill } from "@/app/_ui/status-pill";
import { type DayPositive, isSettled } from "@/lib/device/counter/positive-store";
import { printDay } from "@/lib/entry/typed-day";
import { TONES } from "./day-list";
import { stateOf } from "./entry-state";
import { useEntryWords } from "./list-table";

/** [SH-15] The positive antigen tests of a period: recorded, registered, and without an attestation. */
export function PositivesTable(props: { positives: readonly DayPositive[]; onOpen: (key: string) => void }) {
	const { positives, onOpen } = props;
	const t = useTranslations("day.positives");
	const column = useTranslations("day.list.column");
	const words = useEntryWords();
	if (positives.length === 0) return null;
	return (
		<section aria-labelledby="positives-title" className="grid gap-2">
			<h3 id="positives-title" className="font-semibold">
				{t("title")}
			</h3>
			<p className="text-sm text-ink-2">{t("hint")}</p>
			<table className="w-full text-left text-[0.9375rem]" data-positive-list>
				<thead className="text-sm text-ink-2">
					<tr>
						{[t("recorded"), column("name"), column("born"), column("state")].map((title) => (
							<th key={title} scope="col" className="py-2 pr-3 font-normal">
								{title}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{positives.map(({ row, result }) => (
						<tr key={row.key} data-positive={stateOf({ row })} className="border-t border-line">
							<td className="tabular py-2 pr-3">
								{isSettled(row) || row.state !== "refused" ? (
									words.at(row.queuedAt)
								) : (
									<button type="button" onClick={() => onOpen(row.key)} className="min-h-11 text-left underline">
										{words.at(row.queuedAt)}
									</button>
								)}
							</td>
							<td className="pr-3">
								{result === undefined ? (
									<span className="text-ink-2">{t("gone")}</span>
								) : (
									`${result.identity.family} ${result.identity.given}`.trim()
								)}
							</td>
							<td className="tabular pr-3">{result === undefined ? "" : printDay(result.identity.birth)}</td>
							<td>
								<StatusPill tone={TONES[stateOf({ row })]}>{words.positive.state(row)}</StatusPill>
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}
