"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/field";
import { LiveRegion } from "@/app/_ui/live-region";
import { Notice } from "@/app/_ui/notice";
import { type KeptPass, keepPass } from "@/lib/device/holder/kept-pass";
import { deviceNow } from "@/lib/device/trust/clock";
import type { HolderLink } from "@/lib/protocol/holder-link";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { PassView } from "./pass-view";
import { TYPING } from "./question";
import { type LookUpState, useLookUp } from "./use-look-up";
import { useTakenBack } from "./use-taken-back";

/** The pass of a link: the kept one at once, else from the portal by what the link asks for, as soon as it exists. */
export function LinkedPass({ link, id, kept }: { link: HolderLink; id: string; kept: KeptPass | undefined }) {
	const t = useTranslations("holder");
	const state = useLookUp(link.token);
	const { lookUp } = state;
	const fresh = lookUp.state === "ready" ? lookUp.hc1 : undefined;
	const replaces = lookUp.state === "ready" ? lookUp.replaces : undefined;
	const takenBack = useTakenBack(kept?.hc1);
	useKeptAnew({ id, kept: kept?.hc1, fresh });
	const hc1 = fresh ?? kept?.hc1;
	if (kept !== undefined && takenBack && fresh === undefined) {
		return (
			<div className="grid gap-6">
				<Notice tone="compare" alert title={t("takenBack.title")}>
					{t("takenBack.body")}
				</Notice>
				<Situation state={state} paperUntil={undefined} />
				{lookUp.state === "asking" ? <Question state={state} link={{ ...link, paperUntil: undefined }} /> : null}
				<PassView hc1={kept.hc1} id={id} kept />
			</div>
		);
	}
	if (hc1 !== undefined) {
		// One place for the pass, kept or not: what the browser answers to its keeping outlives the moment it is kept.
		return (
			<div className="grid gap-5">
				{replaces === undefined ? null : (
					<Notice tone="plain" title={t("replaces.title")}>
						{t(`replaces.${replaces}`)}
					</Notice>
				)}
				<PassView hc1={hc1} id={id} kept={kept !== undefined} />
			</div>
		);
	}
	return (
		<div className="grid gap-6">
			<Situation state={state} paperUntil={link.paperUntil} />
			{lookUp.state === "asking" ? <Question state={state} link={link} /> : null}
			<p className="text-sm text-ink-2">{t("bookmark")}</p>
		</div>
	);
}

/** Whoever keeps a pass keeps the one that replaced it: the old one opens no door any more. */
function useKeptAnew({ id, kept, fresh }: Record<"kept" | "fresh", string | undefined> & { id: string }): void {
	useEffect(() => {
		if (kept === undefined || fresh === undefined || kept === fresh) return;
		// Where the disk refuses, the old one stays, and is told of again at the next visit.
		void keepPass({ id, hc1: fresh, keptAt: deviceNow() });
	}, [id, kept, fresh]);
}

/** Where the pass is, in words; and always, when the address says so, until when the paper is valid. */
function Situation({ state, paperUntil }: { state: LookUpState; paperUntil: NumericDate | undefined }) {
	const t = useTranslations("holder");
	const format = useFormatter();
	const { lookUp, busy, again, reset } = state;
	const announced = useAnnouncement(state);
	switch (lookUp.state) {
		case "asking":
			return <LiveRegion>{announced}</LiveRegion>;
		case "locked":
			return (
				<div className="grid gap-4">
					<Notice tone="compare" alert title={t("locked.title")}>
						{t("locked.body", {
							until: format.dateTime(lookUp.until * 1000, { weekday: "long", hour: "2-digit", minute: "2-digit" }),
						})}
					</Notice>
					<Paper until={paperUntil} />
					<Button onClick={reset}>{t("tryAgain")}</Button>
				</div>
			);
		case "withdrawn":
			return (
				<Notice tone="plain" title={t("withdrawn.title")}>
					{t(`withdrawn.${lookUp.reason}`)}
				</Notice>
			);
		case "forgotten":
			return (
				<Notice tone="plain" title={t("forgotten.title")}>
					{t("forgotten.body")}
				</Notice>
			);
		case "not_registered":
		case "number_shared":
		case "unreachable":
			return (
				<section className="grid gap-4">
					<h1 className="text-2xl font-bold text-balance">{t(`${lookUp.state}.title`)}</h1>
					<Paper until={paperUntil} />
					<p>{t(`${lookUp.state}.body`)}</p>
					<p className="text-ink-2">{t("looksAgain")}</p>
					<Button busy={busy} onClick={again}>
						{busy ? t("looking") : t("lookNow")}
					</Button>
					<LiveRegion>{announced}</LiveRegion>
				</section>
			);
		case "ready":
			return null;
	}
}

function useAnnouncement({ lookUp, busy }: LookUpState): string {
	const t = useTranslations("holder");
	if (busy) return t("looking");
	switch (lookUp.state) {
		case "not_registered":
		case "number_shared":
		case "unreachable":
			return t(`${lookUp.state}.title`);
		case "asking":
		case "locked":
		case "withdrawn":
		case "forgotten":
		case "ready":
			return "";
	}
}

/** The one fact that the link itself carries: it needs no portal. */
function Paper({ until }: { until: NumericDate | undefined }) {
	const t = useTranslations("holder.paper");
	const format = useFormatter();
	if (until === undefined) return null;
	const time = format.dateTime(until * 1000, {
		weekday: "long",
		day: "numeric",
		month: "long",
		hour: "2-digit",
		minute: "2-digit",
	});
	const over = deviceNow() >= until;
	return (
		<p className="rounded-card border border-line bg-card px-4 py-3">
			{t.rich(over ? "ended" : "valid", { time, b: (text) => <b className="text-nowrap">{text}</b> })}
		</p>
	);
}

function Question({ state, link: { asks, paperUntil } }: { state: LookUpState; link: HolderLink }) {
	const t = useTranslations("holder");
	const { lookUp, busy, ask } = state;
	const [typed, setTyped] = useState("");
	const [tried, setTried] = useState(false);
	const form = useRef<HTMLFormElement>(null);
	const answer = TYPING[asks].read(typed);
	const triesLeft = lookUp.state === "asking" ? lookUp.triesLeft : undefined;
	useEffect(() => {
		if (triesLeft !== undefined) form.current?.querySelector("input")?.focus();
	}, [triesLeft]);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		setTried(true);
		if (answer === undefined) form.current?.querySelector("input")?.focus();
		else if (!busy) ask(answer);
	};
	const malformed = tried && answer === undefined;
	const wrong = triesLeft === undefined ? undefined : t(`${asks}.wrong`, { count: triesLeft });
	return (
		<form ref={form} noValidate onSubmit={submit} className="grid gap-4">
			<h1 className="text-2xl font-bold text-balance">{t(`${asks}.title`)}</h1>
			<Paper until={paperUntil} />
			<p>{t(`${asks}.body`)}</p>
			<TextField
				label={t(`${asks}.label`)}
				hint={t(`${asks}.hint`)}
				error={malformed ? t(`${asks}.malformed`) : wrong}
				value={typed}
				inputMode="numeric"
				onChange={(event) => setTyped(TYPING[asks].write(event.target.value))}
			/>
			<Button type="submit" tone="primary" busy={busy}>
				{busy ? t(`${asks}.asking`) : t(`${asks}.open`)}
			</Button>
		</form>
	);
}
