"use client";

import { useFormatter, useTranslations } from "next-intl";
import { StatusPill } from "@/app/_ui/status-pill";
import { numberOf } from "@/lib/device/counter/day-list";
import { printDay } from "@/lib/entry/typed-day";
import { kindText, TONES } from "./day-list";
import { stateOf } from "./entry-state";
import type { ListWords } from "./list-csv";
import type { DayEntry } from "./use-day-list";

/** How an entry is written on the screen and in the table that is taken out. */
export function useEntryWords(): Omit<ListWords, "columns"> {
	const t = useTranslations("counter");
	const positives = useTranslations("day.positives");
	const format = useFormatter();
	return {
		state: (entry) => t(`state.${stateOf(entry)}`),
		act: (entry) => kindText(t, entry.sheet),
		at: (time) => format.dateTime(time * 1000, { dateStyle: "short", timeStyle: "short" }),
		positive: { act: positives("act"), state: (row) => t(`state.${stateOf({ row })}`) },
	};
}

type ListTableProps = { entries: readonly DayEntry[]; dated: boolean; onOpen: (entry: DayEntry) => void };

export function ListTable({ entries, dated, onOpen }: ListTableProps) {
	const t = useTranslations("day.list.column");
	const words = useEntryWords();
	const format = useFormatter();
	const time = (at: number) =>
		dated ? words.at(at) : format.dateTime(at * 1000, { hour: "2-digit", minute: "2-digit" });
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard (axe, scrollable-region-focusable)
		<section className="max-h-96 overflow-auto border-y border-line" tabIndex={0} aria-label={t("region")}>
			<table className="w-full text-left text-[0.9375rem]" data-list>
				<thead className="sticky top-0 bg-card text-sm text-ink-2">
					<tr>
						{(["number", "issued", "name", "born", "act", "state"] as const).map((column) => (
							<th key={column} scope="col" className="py-2 pr-3 font-normal">
								{t(column)}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{entries.map((entry) => (
						<tr key={entry.row.key} className="border-t border-line">
							<td className="py-1">
								<button
									type="button"
									onClick={() => onOpen(entry)}
									className="tabular min-h-11 min-w-11 text-left underline"
								>
									{numberOf(entry.row)}
								</button>
							</td>
							<td className="tabular pr-3">{time(entry.row.queuedAt)}</td>
							<td className="pr-3">{entry.sheet == null ? "" : nameOf(entry.sheet)}</td>
							<td className="tabular pr-3">{entry.sheet == null ? "" : printDay(entry.sheet.person.birth)}</td>
							<td className="pr-3">{words.act(entry)}</td>
							<td>
								<StatusPill tone={TONES[stateOf(entry)]}>{words.state(entry)}</StatusPill>
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}

function nameOf({ person, written }: NonNullable<DayEntry["sheet"]>): string {
	const latin = `${person.family} ${person.given}`.trim();
	return written === undefined ? latin : `${latin} (${written.family} ${written.given})`;
}
