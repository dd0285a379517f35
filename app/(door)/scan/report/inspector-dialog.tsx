"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useCallback } from "react";
import { useLive } from "@/app/_device/use-live";
import { useNow } from "@/app/_device/use-now";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { EmptyState } from "@/app/_ui/empty-state";
import { Paper } from "@/app/_ui/paper";
import { countsSince, type OutcomeCount } from "@/lib/checkin/outcome-counts";
import type { GateChoice } from "@/lib/device/door/gate-choice";
import { loadOutcomes } from "@/lib/device/door/outcome-store";
import { HOUR } from "@/lib/shared/numeric-date";
import { CountTable, classOf } from "./count-table";

/** [DP-8] What an inspector is shown: the last sixty minutes of each gate as numbers, and how many people nothing. */
export function InspectorDialog({ gate, onClose }: { gate: GateChoice; onClose: () => void }) {
	const t = useTranslations("door.inspector");
	const { assignment } = gate;
	const now = Math.floor(useNow(30).getTime() / 1000);
	const live = useLive(useCallback(() => loadOutcomes(assignment), [assignment]));
	const counts = live.state === "ready" ? countsSince(live.value, now - HOUR) : [];
	const view = <LastHour place={gate.name} now={now} counts={counts} />;
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

function LastHour(props: { place: string; now: number; counts: readonly OutcomeCount[] }) {
	const { place, now, counts } = props;
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
