"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ButtonLink } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { Progress } from "@/app/_ui/progress";
import { StatusPill, type Tone } from "@/app/_ui/status-pill";
import { type ConsoleOverview, consoleOverview } from "@/lib/protocol/console";
import { PATHS } from "@/lib/protocol/paths";
import { DAY } from "@/lib/shared/numeric-date";
import { AGEING_LIMIT, FRESH_LIMIT } from "@/lib/trust/trust-age";
import { FailureNotice } from "../_form/failure-notice";
import { Ago, Moment } from "../_list/moment";
import { useResource } from "../_list/use-resource";

const REFRESH_SECONDS = 15;

/** The state of the portal: what waits, what was refused, how old the lists are. */
export function OverviewSection() {
	const t = useTranslations("console.overview");
	const common = useTranslations("common");
	const { value, failure, reload } = useResource(PATHS.console.overview, {
		answer: consoleOverview,
		everySeconds: REFRESH_SECONDS,
	});
	return (
		<section aria-labelledby="overview-title" className="grid gap-4">
			<h2 id="overview-title" className="text-2xl font-semibold">
				{t("title")}
			</h2>
			{failure === undefined ? null : <FailureNotice failure={failure} onRetry={reload} />}
			{value === undefined && failure === undefined ? <Progress label={common("loading")} /> : null}
			{value === undefined ? null : <Tiles overview={value} />}
		</section>
	);
}

function Tiles({ overview }: { overview: ConsoleOverview }) {
	const t = useTranslations("console.overview");
	const { devices, records, backlog, lists, serverTime, countedAt } = overview;
	if (overview.pharmacies === 0) {
		return (
			<EmptyState title={t("empty.title")}>
				<p>{t("empty.body")}</p>
				<ButtonLink tone="primary" href="#pharmacies" className="mt-4">
					{t("empty.action")}
				</ButtonLink>
			</EmptyState>
		);
	}
	return (
		<>
			<div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
				<Tile label={t("records.label")} figure={records.registered}>
					<p>{t("records.lastHour", { count: records.lastHour })}</p>
					<p>{records.lastAt === null ? t("records.none") : <Ago at={records.lastAt} />}</p>
				</Tile>
				<Tile label={t("missing.label")} figure={backlog.missing}>
					<p>{t("missing.what")}</p>
					<p>{t("missing.mails", { count: backlog.mails })}</p>
				</Tile>
				<Tile label={t("refused.label")} figure={records.refused}>
					<p>{t("refused.what")}</p>
					<p>{t("refused.revoked", { count: records.revoked })}</p>
				</Tile>
				<Tile label={t("devices.label")} figure={devices.counter + devices.door + devices.train}>
					<p>{t("devices.split", { counter: devices.counter, door: devices.door, train: devices.train })}</p>
					<p>{t("devices.denied", { count: devices.denied })}</p>
				</Tile>
			</div>
			<div className="grid gap-4 sm:grid-cols-2">
				<ListCard
					label={t("lists.trustList")}
					list={lists.trustList}
					state={lists.trustList === null ? undefined : trustListState(lists.trustList, serverTime)}
				/>
				<ListCard
					label={t("lists.keyset")}
					list={lists.keyset}
					state={lists.keyset === null ? undefined : keysetState(lists.keyset, serverTime)}
				/>
			</div>
			<p className="text-sm text-ink-2">
				{t("totals", { pharmacies: overview.pharmacies, venues: overview.venues })} <Moment at={countedAt} />
			</p>
		</>
	);
}

function Tile({ label, figure, children }: { label: string; figure: number; children: ReactNode }) {
	const format = useFormatter();
	return (
		<div className="rounded-card border border-line bg-card px-5 py-4">
			<h3 className="text-sm text-ink-2">{label}</h3>
			<p className="tabular mt-1 text-4xl font-semibold">{format.number(figure)}</p>
			<div className="mt-2 text-sm text-ink-2">{children}</div>
		</div>
	);
}

type ListState = { readonly tone: Tone; readonly word: "fresh" | "ageing" | "stale" | "ending" | "ended" };

/** The trust list is made often: its age counts, as verifiers see it (spec TL-4). */
function trustListState(list: { issuedAt: number; expiresAt: number }, now: number): ListState {
	if (list.expiresAt <= now) return { tone: "no", word: "ended" };
	const age = now - list.issuedAt;
	if (age < FRESH_LIMIT) return { tone: "ok", word: "fresh" };
	return age < AGEING_LIMIT ? { tone: "compare", word: "ageing" } : { tone: "no", word: "stale" };
}

/** Days before its end at which a keyset has to be renewed: somebody must fetch the root key from where it is kept. */
const KEYSET_NOTICE = 14 * DAY;

function keysetState(list: { expiresAt: number }, now: number): ListState {
	if (list.expiresAt <= now) return { tone: "no", word: "ended" };
	return list.expiresAt - now < KEYSET_NOTICE ? { tone: "compare", word: "ending" } : { tone: "ok", word: "fresh" };
}

function ListCard(props: { label: string; list: ConsoleOverview["lists"]["keyset"]; state: ListState | undefined }) {
	const { label, list, state } = props;
	const t = useTranslations("console.overview.lists");
	return (
		<div className="rounded-card border border-line bg-card px-5 py-4">
			<div className="flex items-center justify-between gap-4">
				<h3 className="text-sm text-ink-2">{label}</h3>
				{state === undefined ? null : <StatusPill tone={state.tone}>{t(state.word)}</StatusPill>}
			</div>
			{list === null ? (
				<p className="mt-1">{t("absent")}</p>
			) : (
				<>
					<p className="mt-1">
						{t("seq", { seq: list.seq })} · <Ago at={list.issuedAt} />
					</p>
					<p className="text-sm text-ink-2">
						{t("until")} <Moment at={list.expiresAt} />
					</p>
				</>
			)}
		</div>
	);
}
