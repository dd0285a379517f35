"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useCallback } from "react";
import { useLive } from "@/app/_device/use-live";
import { useNow } from "@/app/_device/use-now";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { EmptyState } from "@/app/_ui/empty-state";
import { Paper } from "@/app/_ui/paper";
import { type GatePassages, passagesByGate } from "@/lib/checkin/gate-passages";
import { countsSince, type OutcomeCount } from "@/lib/checkin/outcome-counts";
import { indexedDbCheckinStore } from "@/lib/device/door/checkin-store";
import type { GateChoice } from "@/lib/device/door/gate-choice";
import { loadOutcomes } from "@/lib/device/door/outcome-store";
import { HOUR } from "@/lib/shared/numeric-date";
import { CountTable, classOf } from "./count-table";

/** [DP-8] What an inspector is shown: the last sixty minutes of each gate as numbers, and how many people nothing. */
export function InspectorDialog({ gate, onClose }: { gate: GateChoice; onClose: () => void }) {
	const t = useTranslations("door.inspector");
	const { assignment } = gate;
	const now = Math.floor(useNow(30).getTime() / 1000);
	const since = now - HOUR;
	const outcomes = useLive(useCallback(() => loadOutcomes(assignment), [assignment]));
	const events = useLive(useCallback(() => indexedDbCheckinStore().events(assignment), [assignment]));
	const counts = outcomes.state === "ready" ? countsSince(outcomes.value, since) : [];
	const passages = events.state === "ready" ? passagesByGate(events.value, { assignment, since }) : [];
	const view = <LastHour {...{ now, counts, passages }} place={gate.name} />;
	return (
		<Dialog title={t("title")} onClose={onClose} wide>
			{view}
			<Button className="mt-5 w-full" onClick={() => window.print()}>
				{t("print")}
			</Button>
			<Paper>
				<h1 className="text-2xl font-bold">{t("title")}</h1>
				{view}
			</Paper>
		</Dialog>
	);
}

function LastHour(props: {
	place: string;
	now: number;
	counts: readonly OutcomeCount[];
	passages: readonly GatePassages[];
}) {
	const { place, now, counts, passages } = props;
	const t = useTranslations("door");
	const format = useFormatter();
	const at = (time: number) => format.dateTime(time * 1000, { dateStyle: "medium", timeStyle: "short" });
	const gates = [...new Set(counts.map(({ gate }) => gate))].sort();
	return (
		<div data-inspector="" className="grid gap-3">
			<p className="font-semibold">{place}</p>
			<p className="text-ink-2 print:text-black">{t("report.period", { from: at(now - HOUR), to: at(now) })}</p>
			<p className="text-sm">{t("inspector.body")}</p>
			{gates.length === 0 ? <EmptyState title={t("inspector.none")}>{t("report.noneHint")}</EmptyState> : null}
			{passages.length === 0 ? null : <PassageTable passages={passages} />}
			{gates.map((gate) => (
				<CountTable
					key={gate}
					caption={gate === "" ? t("inspector.thisGate") : gate}
					counts={counts.filter((count) => count.gate === gate)}
					detail={({ reason }) => {
						const why = classOf(reason);
						return why === undefined ? undefined : t(`sentence.${why}`);
					}}
				/>
			))}
		</div>
	);
}

/** All gates that this one has heard of. */
function PassageTable({ passages }: { passages: readonly GatePassages[] }) {
	const t = useTranslations("door");
	return (
		<table className="w-full border-collapse text-left">
			<caption className="pb-1 text-left font-semibold">{t("inspector.passages")}</caption>
			<tbody>
				{passages.map(({ gate, entries, exits }) => (
					<tr key={gate} data-gate={gate} className="border-t border-line">
						<th scope="row" className="py-1.5 font-normal">
							{gate === "" ? t("inspector.thisGate") : gate}
						</th>
						<td className="tabular py-1.5 text-right">{t("report.passages", { entries, exits })}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
