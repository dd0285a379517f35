"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Dialog } from "@/app/_ui/dialog";
import type { GateCount } from "@/lib/checkin/read-count";

/** For the supervisor: who came in twice, at posts that did not know of each other yet. Gates and times, nobody's name. */
export function DoublesDialog({ count, onClose }: { count: GateCount; onClose: () => void }) {
	const t = useTranslations("door.count.doubles");
	const format = useFormatter();
	const time = (at: number) => format.dateTime(at * 1000, { timeStyle: "medium" });
	const { doubles, occupancy } = count;
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<p>{doubles.length === 0 ? t("none") : t("what")}</p>
			{occupancy.apart ? <p className="mt-2">{t("apart")}</p> : null}
			<ul className="mt-4 grid gap-2.5">
				{doubles.map(({ first, second }) => (
					<li key={second.id} data-double="" className="tabular rounded-card border border-line px-4 py-2.5">
						{t("entry", {
							firstGate: first.gate,
							firstTime: time(first.at),
							secondGate: second.gate,
							secondTime: time(second.at),
						})}
					</li>
				))}
			</ul>
		</Dialog>
	);
}
