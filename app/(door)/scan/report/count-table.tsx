"use client";

import { useFormatter, useTranslations } from "next-intl";
import { COUNTED_OUTCOMES, type CountedOutcome, type OutcomeCount, sumCounts } from "@/lib/checkin/outcome-counts";
import { type DoorReason, type ReasonClass, SPOKEN } from "../verdict/spoken-codes";

/** The class of a stored reason; undefined where there is none, or one that this version does not know. */
export function classOf(reason: string): ReasonClass | undefined {
	return Object.hasOwn(SPOKEN, reason) ? SPOKEN[reason as DoorReason].class : undefined;
}

/** Numbers by outcome, and below each what `detail` tells apart. No line has anything of a person. */
export function CountTable(props: {
	caption: string;
	counts: readonly OutcomeCount[];
	/** Words of a line under its outcome; undefined: it has none of its own. */
	detail: (count: OutcomeCount) => string | undefined;
}) {
	const { caption, counts, detail } = props;
	const t = useTranslations("door");
	const format = useFormatter();
	const totals = sumCounts(counts, ({ outcome }) => outcome);
	const seen = COUNTED_OUTCOMES.filter((outcome) => totals.has(outcome));
	return (
		<table className="tabular w-full border-collapse text-left">
			<caption className="pb-1 text-left font-semibold">{caption}</caption>
			<thead className="sr-only">
				<tr>
					<th scope="col">{t("report.outcome")}</th>
					<th scope="col">{t("report.count")}</th>
				</tr>
			</thead>
			{seen.map((outcome) => (
				<tbody key={outcome} data-outcome={outcome}>
					<tr className="border-t border-line">
						<th scope="row" className="py-1.5">
							{t(`report.outcomes.${outcome}`)}
						</th>
						<td className="py-1.5 text-right font-bold">{format.number(totals.get(outcome) ?? 0)}</td>
					</tr>
					{details(counts, outcome, detail).map(([name, count]) => (
						<tr key={name}>
							<th scope="row" className="py-0.5 pl-4 text-sm font-normal text-ink-2 print:text-black">
								{name}
							</th>
							<td className="py-0.5 text-right text-sm">{format.number(count)}</td>
						</tr>
					))}
				</tbody>
			))}
		</table>
	);
}

function details(
	counts: readonly OutcomeCount[],
	outcome: CountedOutcome,
	detail: (count: OutcomeCount) => string | undefined,
): readonly (readonly [string, number])[] {
	return [...sumCounts(counts, (count) => (count.outcome === outcome ? detail(count) : undefined))];
}
