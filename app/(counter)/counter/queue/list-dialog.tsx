"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { saveFile } from "@/app/_device/save-file";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { EmptyState } from "@/app/_ui/empty-state";
import { TextField } from "@/app/_ui/field";
import { LiveRegion } from "@/app/_ui/live-region";
import { Notice } from "@/app/_ui/notice";
import { Progress } from "@/app/_ui/progress";
import type { DayPositive } from "@/lib/device/counter/positive-store";
import type { UnlockedDevice } from "@/lib/device/identity/stored-device";
import { useTraining } from "../training/training";
import { isFound, isFoundPositive, listCsv } from "./list-csv";
import { ListTable, useEntryWords } from "./list-table";
import { PositivesTable } from "./positives-table";
import { SummaryView } from "./summary-view";
import { type DayEntry, usePeriodList, usePeriodRest, useRegisteredTwice } from "./use-day-list";
import { limitsOf, type Period, usePeriod } from "./use-period";

/** [SH-5] The day and the month, with names: looked through, added up, taken out as a table. */
export function ListDialog(props: {
	device: UnlockedDevice;
	now: Date;
	onOpen: (entry: DayEntry) => void;
	onPositive: (key: string) => void;
	onClose: () => void;
}) {
	const { device, now, onOpen, onPositive, onClose } = props;
	const t = useTranslations("day.list");
	const common = useTranslations("common");
	const { period, move, choose } = usePeriod(now);
	const [sought, setSought] = useState("");
	const list = usePeriodList(device, period);
	const entries = list.state === "ready" ? list.entries : [];
	const found = entries.filter((entry) => isFound(entry, sought));
	const { gaps, positives: recorded } = usePeriodRest(device, period);
	const positives = recorded.filter((each) => isFoundPositive(each, sought));
	const isEmpty = found.length + positives.length === 0;
	const title = usePeriodTitle(period);
	const twice = useRegisteredTwice(period);
	return (
		<Dialog title={t("title")} onClose={onClose} wide>
			<div className="grid gap-5">
				<div className="flex flex-wrap items-center gap-2">
					<Button compact aria-label={t("before")} onClick={() => move(-1)}>
						←
					</Button>
					<h3 className="min-w-40 text-center font-semibold" aria-live="polite">
						{title}
					</h3>
					<Button compact aria-label={t("after")} onClick={() => move(1)}>
						→
					</Button>
					<span className="ml-auto inline-flex gap-2">
						{(["day", "month"] as const).map((span) => (
							<Button key={span} compact aria-pressed={period.span === span} onClick={() => choose(span)}>
								{t(span)}
							</Button>
						))}
					</span>
				</div>
				<TextField
					label={t("search")}
					hint={t("searchHint")}
					value={sought}
					onChange={(event) => setSought(event.target.value)}
				/>
				<LiveRegion>{sought === "" ? "" : t("found", { count: found.length + positives.length })}</LiveRegion>
				{list.state === "loading" ? <Progress label={common("loading")} /> : null}
				{list.state === "failed" ? <Notice tone="no">{t("failed")}</Notice> : null}
				{list.state === "ready" && isEmpty ? (
					<EmptyState title={t("emptyTitle")}>{sought === "" ? t("emptyBody") : t("notFound")}</EmptyState>
				) : null}
				{found.length > 0 ? <ListTable entries={found} dated={period.span === "month"} onOpen={onOpen} /> : null}
				<PositivesTable positives={positives} onOpen={onPositive} />
				{sought === "" && list.state === "ready" && !(isEmpty && gaps.length === 0) ? (
					<SummaryView {...{ entries, gaps, positives, twice }} />
				) : null}
				{isEmpty ? null : <SaveCsv entries={found} {...{ positives, period }} />}
			</div>
		</Dialog>
	);
}

function usePeriodTitle(period: Period): string {
	const format = useFormatter();
	const date = limitsOf(period).from * 1000;
	if (period.span === "month") return format.dateTime(date, { month: "long", year: "numeric" });
	return format.dateTime(date, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

function SaveCsv(props: { entries: readonly DayEntry[]; positives: readonly DayPositive[]; period: Period }) {
	const { entries, positives, period } = props;
	const t = useTranslations("day.list");
	const training = useTranslations("training");
	const isReal = useTraining() === undefined;
	const words = useEntryWords();
	const save = () => {
		const columns = (
			["number", "issued", "family", "given", "born", "act", "performed", "until", "state", "registered"] as const
		).map((column) => t(`column.${column}`));
		const csv = listCsv(entries, { ...words, columns }, positives);
		const { year, month, day, span } = period;
		const date = [year, month + 1, ...(span === "day" ? [day] : [])].map((part) => String(part).padStart(2, "0"));
		const name = t("fileName", { date: date.join("-") });
		saveFile(isReal ? name : training("fileName", { name }), new Blob([csv], { type: "text/csv;charset=utf-8" }));
	};
	return (
		<div>
			<Button onClick={save}>{t("csv", { count: entries.length + positives.length })}</Button>
			<p className="mt-2 text-sm text-ink-2">{t("csvHint")}</p>
		</div>
	);
}
