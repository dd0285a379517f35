"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useCallback } from "react";
import { useLive } from "@/app/_device/use-live";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { EmptyState } from "@/app/_ui/empty-state";
import { Paper } from "@/app/_ui/paper";
import { Progress } from "@/app/_ui/progress";
import type { OutcomeCount } from "@/lib/checkin/outcome-counts";
import { type Tally, tallyOf } from "@/lib/checkin/tally";
import { indexedDbCheckinStore } from "@/lib/device/door/checkin-store";
import type { GateChoice } from "@/lib/device/door/gate-choice";
import { loadOutcomes } from "@/lib/device/door/outcome-store";
import { parseCivilDay } from "@/lib/shared/civil-day";
import { DAY, MINUTE } from "@/lib/shared/numeric-date";
import { routeOf } from "../door-header";
import { CountTable, classOf } from "./count-table";

/** [TR-3] What this post did: all verdicts by format and reason, on the screen and on paper. No identities. */
export function ReportDialog({ gate, onClose }: { gate: GateChoice; onClose: () => void }) {
	const t = useTranslations("door.report");
	const common = useTranslations("common");
	const { assignment } = gate;
	const live = useLive(
		useCallback(
			async () => ({
				counts: await loadOutcomes(assignment),
				tally: tallyOf(await indexedDbCheckinStore().events(assignment), assignment),
			}),
			[assignment],
		),
	);
	return (
		<Dialog title={t("title")} onClose={onClose} wide>
			{live.state !== "ready" ? (
				<Progress label={common("loading")} />
			) : live.value.counts.length === 0 ? (
				<EmptyState title={t("none")}>{t("noneHint")}</EmptyState>
			) : (
				<>
					<Report gate={gate} {...live.value} />
					<Button tone="primary" className="mt-5 w-full" onClick={() => window.print()}>
						{t("print")}
					</Button>
					<Paper>
						<h1 className="text-2xl font-bold">{t("title")}</h1>
						<Report gate={gate} {...live.value} />
						<p className="mt-6 text-sm">{t("noIdentities")}</p>
					</Paper>
				</>
			)}
		</Dialog>
	);
}

function Report(props: { gate: GateChoice; counts: readonly OutcomeCount[]; tally: Tally }) {
	const { gate, counts, tally } = props;
	const t = useTranslations("door");
	const format = useFormatter();
	const minutes = counts.map(({ minute }) => minute);
	const at = (time: number) => format.dateTime(time * 1000, { dateStyle: "medium", timeStyle: "short" });
	const day = parseCivilDay(gate.run?.date ?? "");
	const departure = day === undefined ? "" : format.dateTime(day * DAY * 1000, { dateStyle: "long", timeZone: "UTC" });
	const heading = [gate.name, routeOf(gate), departure, gate.gate].filter((part) => part !== "").join(" · ");
	const detail = ({ format: kind, reason }: OutcomeCount) => {
		const why = classOf(reason);
		return [t(`report.formats.${kind}`), why === undefined ? reason : t(`sentence.${why}`)]
			.filter((part) => part !== "")
			.join(" – ");
	};
	return (
		<div data-report="" className="grid gap-3">
			<p className="font-semibold">{heading}</p>
			<p className="text-ink-2 print:text-black">
				{t("report.period", { from: at(Math.min(...minutes)), to: at(Math.max(...minutes) + MINUTE) })}
			</p>
			<p>
				{gate.mode === "train"
					? t("header.controls", { count: tally.entries })
					: t("report.passages", { entries: tally.entries, exits: tally.exits })}
				{tally.corrected === 0 ? null : ` ${t("report.corrected", { count: tally.corrected })}`}
			</p>
			<CountTable caption={t("report.caption")} counts={counts} detail={detail} />
		</div>
	);
}
