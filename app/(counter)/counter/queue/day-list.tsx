"use client";

import { useFormatter, useTranslations } from "next-intl";
import { EmptyState } from "@/app/_ui/empty-state";
import { Notice } from "@/app/_ui/notice";
import { Progress } from "@/app/_ui/progress";
import { StatusPill, type Tone } from "@/app/_ui/status-pill";
import { numberOf } from "@/lib/device/counter/day-list";
import { type EntryState, stateOf } from "./entry-state";
import { refusalKey } from "./refusal-text";
import { progressOf } from "./summary";
import type { DayEntries, DayEntry } from "./use-day-list";

export const TONES: Record<EntryState, Tone> = {
	...{ waiting: "compare", sending: "compare", registered: "ok", refused: "no" },
	...{ corrected: "plain", closed: "plain", revoking: "compare", revoked: "plain" },
};

/** While records are on their way: how many of those in the list have an answer. */
function Draining({ entries }: { entries: readonly DayEntry[] }) {
	const t = useTranslations("day.progress");
	const { done, of } = progressOf(entries);
	const label = t("sending", { done, of });
	return (
		<p className="mt-1 text-sm text-ink-2">
			<progress className="mr-2 align-middle accent-accent" value={done} max={of} aria-label={label} />
			{label}
		</p>
	);
}

type DayListProps = {
	list: DayEntries;
	now: Date;
	onOpen: (entry: DayEntry) => void;
};

/** What was issued today and how far it is; older entries that still need something come after. */
export function DayList({ list, now, onOpen }: DayListProps) {
	const t = useTranslations("counter");
	const common = useTranslations("common");
	if (list.state === "failed") return <Notice tone="no">{t("notCounter.storage")}</Notice>;
	if (list.state !== "ready") return <Progress label={common("loading")} />;
	const { entries } = list;
	const isToday = ({ row }: DayEntry) => new Date(row.queuedAt * 1000).toDateString() === now.toDateString();
	const today = entries.filter(isToday);
	const older = entries.filter((entry) => !isToday(entry));
	const waiting = entries.filter(({ row }) => row.state === "waiting" || row.state === "sending").length;
	return (
		<>
			<h2 className="font-semibold">
				{t("list.title")} · {t("list.count", { count: today.length })}
			</h2>
			{entries.length > 0 ? <p className="text-sm text-ink-2">{t("list.waiting", { count: waiting })}</p> : null}
			{entries.some(({ row }) => row.state === "sending") ? <Draining entries={entries} /> : null}
			{entries.length === 0 ? (
				<div className="mt-4">
					<EmptyState title={t("list.emptyTitle")}>{t("list.emptyBody")}</EmptyState>
				</div>
			) : null}
			<ul className="mt-2">
				{today.map((entry) => (
					<DayRow key={entry.row.key} entry={entry} dated={false} onOpen={onOpen} />
				))}
			</ul>
			{older.length > 0 ? (
				<>
					<h3 className="mt-5 text-sm font-semibold text-ink-2">{t("list.older")}</h3>
					<ul className="mt-1">
						{older.map((entry) => (
							<DayRow key={entry.row.key} entry={entry} dated onOpen={onOpen} />
						))}
					</ul>
				</>
			) : null}
		</>
	);
}

function DayRow({ entry, dated, onOpen }: { entry: DayEntry; dated: boolean; onOpen: (entry: DayEntry) => void }) {
	const t = useTranslations("counter");
	const format = useFormatter();
	const { row, sheet } = entry;
	const state = stateOf(entry);
	const time = format.dateTime(new Date(row.queuedAt * 1000), {
		...(dated ? { day: "2-digit", month: "2-digit" } : {}),
		...{ hour: "2-digit", minute: "2-digit" },
	});
	return (
		<li className="border-b border-line">
			<button
				type="button"
				data-entry={row.key}
				data-state={state}
				onClick={() => onOpen(entry)}
				className="grid w-full grid-cols-[1fr_auto] items-center gap-3 rounded-md py-2.5 text-left hover:bg-line/30"
			>
				<span className="tabular text-[0.9375rem]">
					{time} · {t("list.number", { number: String(numberOf(row)) })}
					<br />
					<small className="text-[0.8125rem] text-ink-2">
						{state === "refused" && row.state === "refused"
							? t(`refusal.${refusalKey(row.reason)}`, { reason: row.reason })
							: kindText(t, sheet)}
					</small>
				</span>
				<StatusPill tone={TONES[state]}>{t(`state.${state}`)}</StatusPill>
			</button>
		</li>
	);
}

/** What was done, in words; its details may be gone. */
export function kindText(t: ReturnType<typeof useTranslations<"counter">>, sheet: DayEntry["sheet"]): string {
	if (sheet === undefined) return "…";
	if (sheet === null) return t("kind.gone");
	if (sheet.dose === undefined) return t(`kind.${sheet.kind}`);
	return t("kind.dosed", { dose: sheet.dose[0], doses: sheet.dose[1] });
}
