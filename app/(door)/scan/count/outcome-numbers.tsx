"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { useLive } from "@/app/_device/use-live";
import { countsSince, sumCounts } from "@/lib/checkin/outcome-counts";
import type { GateChoice } from "@/lib/device/door/gate-choice";
import { loadOutcomes } from "@/lib/device/door/outcome-store";
import { spokenOf } from "../verdict/spoken-codes";

/** Refused and unverifiable of this gate since the post was taken, by reason: numbers, about nobody. */
export function OutcomeNumbers({ gate }: { gate: Pick<GateChoice, "assignment" | "gate" | "since"> }) {
	const t = useTranslations("door.count.turnedAway");
	const sentence = useTranslations("door.sentence");
	const { assignment, gate: name, since } = gate;
	const live = useLive(useCallback(() => loadOutcomes(assignment), [assignment]));
	if (live.state !== "ready") return null;
	const sums = sumCounts(countsSince(live.value, since), (count) =>
		count.gate === name && (count.outcome === "refused" || count.outcome === "unverifiable")
			? (`${count.outcome} ${count.reason}` as const)
			: undefined,
	);
	if (sums.size === 0) return <p className="text-ink-2">{t("none")}</p>;
	return (
		<table className="w-full text-left">
			<thead className="sr-only">
				<tr>
					<th>{t("reason")}</th>
					<th>{t("count")}</th>
				</tr>
			</thead>
			<tbody>
				{[...sums].map(([key, count]) => {
					const [outcome, reason = ""] = key.split(" ") as ["refused" | "unverifiable", string];
					const spoken = spokenOf(reason);
					return (
						<tr key={key} data-reason={reason}>
							<td className="py-1 pr-3">
								<span className="font-semibold">{t(outcome)}</span>
								{spoken === undefined ? null : ` · ${sentence(spoken.class)} (${spoken.code})`}
							</td>
							<td className="tabular py-1 text-right align-top font-semibold">{count}</td>
						</tr>
					);
				})}
			</tbody>
		</table>
	);
}
