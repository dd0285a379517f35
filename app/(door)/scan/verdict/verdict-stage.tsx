"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { printPharmacyNumber } from "@/lib/checkcode/pharmacy-number";
import type { VerdictWarning } from "@/lib/verify/verdict";
import { ACCEPTED_MS, leavesByItself, type Stage } from "../stage";
import { VerdictActions, type VerdictHandlers } from "./verdict-actions";
import { VerdictIcon } from "./verdict-icon";
import { formatBirth, type Person, type VerdictView } from "./verdict-view";

const TONES: Record<VerdictView["kind"], string> = {
	admitted: "bg-ok-bg text-ok",
	out: "bg-ok-bg text-ok",
	compare: "bg-compare-bg text-compare",
	alreadyIn: "bg-compare-bg text-compare",
	refused: "bg-no-bg text-no",
	unverifiable: "bg-unknown-bg text-unknown",
};

type VerdictState = Extract<Stage, { name: "verdict" }>;

/** One verdict, full screen: shape and word first, then whom to compare, then what to do, at the thumb. */
export function VerdictStage(props: {
	stage: VerdictState;
	handlers: VerdictHandlers;
	torch: ReactNode;
	onHold: () => void;
	onTimeUp: (id: number) => void;
}) {
	const { stage, handlers, torch, onHold, onTimeUp } = props;
	const { view, id, held } = stage;
	const t = useTranslations("door");
	const ref = useRef<HTMLElement>(null);
	// The newest verdict takes the focus: Enter goes on, and nothing behind it can be pressed.
	// biome-ignore lint/correctness/useExhaustiveDependencies: `id` is the verdict
	useEffect(() => {
		ref.current?.querySelector<HTMLElement>("[data-primary]")?.focus();
	}, [id]);
	const temporary = leavesByItself(view);
	return (
		<section
			ref={ref}
			aria-label={t(`verdict.${view.kind}`)}
			data-verdict={view.kind}
			data-unfinished="true"
			className="absolute inset-0 flex flex-col bg-paper"
		>
			{/* A touch anywhere holds; "keep on screen" does it for keys. */}
			<div className="flex min-h-0 flex-1 flex-col overflow-y-auto" onPointerDown={temporary ? onHold : undefined}>
				<VerdictHead view={view} />
				{temporary ? <Countdown key={id} held={held} onHold={onHold} onEnd={() => onTimeUp(id)} /> : null}
				<div className="flex-1 px-5.5 py-5">
					<VerdictBody view={view} />
				</div>
			</div>
			<VerdictActions view={view} handlers={handlers} torch={torch} />
		</section>
	);
}

function VerdictHead({ view }: { view: VerdictView }) {
	const t = useTranslations("door");
	return (
		<div className={`px-5 pt-7 pb-6 text-center ${TONES[view.kind]}`}>
			<VerdictIcon kind={view.kind} className="mx-auto size-26" />
			<p
				className={`mt-3 leading-[1.05] font-extrabold tracking-wide text-balance ${view.kind === "unverifiable" ? "text-[2.25rem]" : "text-[2.875rem]"}`}
			>
				{t(`verdict.${view.kind}`)}
			</p>
			<p className="mt-2 text-[1.0625rem] text-balance">
				<Why view={view} />
			</p>
		</div>
	);
}

function Why({ view }: { view: VerdictView }) {
	const t = useTranslations("door");
	const format = useFormatter();
	switch (view.kind) {
		case "admitted":
			return t("sentence.accepted");
		case "out":
			return t("sentence.out");
		case "compare":
			return t("sentence.codeAccepted");
		case "alreadyIn": {
			const time = format.dateTime(view.before.at * 1000, { hour: "2-digit", minute: "2-digit" });
			return t("verdict.alreadyInAt", { time, gate: view.before.gate });
		}
		case "refused":
		case "unverifiable":
			return t(`sentence.${view.class}`);
	}
}

function VerdictBody({ view }: { view: VerdictView }) {
	const t = useTranslations("door");
	const format = useFormatter();
	switch (view.kind) {
		case "admitted":
		case "out":
			return (
				<>
					<PersonCard person={view.person} />
					<Lines>
						{view.event === undefined ? <strong className="text-compare">{t("verdict.notCounted")}</strong> : null}
						{view.before === undefined
							? null
							: t("verdict.earlierControl", {
									time: format.dateTime(view.before * 1000, { hour: "2-digit", minute: "2-digit" }),
								})}
						{view.kind === "admitted" ? t("verdict.compareIdentity") : null}
						{view.person.pharmacy === undefined ? null : t("verdict.issuedBy", { issuer: view.person.pharmacy })}
						<Warnings warnings={view.warnings} />
					</Lines>
				</>
			);
		case "alreadyIn":
			return (
				<>
					<PersonCard person={view.person} />
					<Lines>{t("verdict.alreadyInNext")}</Lines>
				</>
			);
		case "compare":
			return (
				<>
					<p className="text-4xl font-bold">{[...view.initials].map((letter) => `${letter}.`).join(" ")}</p>
					<p className="tabular mt-1.5 text-2xl">{view.birth}</p>
					<Lines>
						<strong className="font-semibold text-ink">{t("code.compareTitle")}</strong>
						{[
							t("code.pharmacy", { number: printPharmacyNumber(view.pharmacy) }),
							t("code.ends", {
								time: format.dateTime(view.ends * 1000, {
									weekday: "long",
									hour: "2-digit",
									minute: "2-digit",
								}),
							}),
						].join(" · ")}
						{view.statusUnknown ? t("warning.statusUnknown") : null}
					</Lines>
				</>
			);
		case "refused":
		case "unverifiable":
			return (
				<>
					{view.person === undefined ? null : <PersonCard person={view.person} />}
					<div className={view.person === undefined ? "text-lg" : "mt-4 border-t border-line pt-3.5 text-ink-2"}>
						{t(`nextStep.${view.class}`)}
					</div>
					{view.person === undefined ? null : <p className="mt-2 text-ink-2">{t("verdict.detailOnTheirs")}</p>}
					<div className="mt-2 text-compare empty:hidden">
						<Warnings warnings={view.warnings} />
					</div>
					<p className="mt-3 font-mono text-lg font-semibold text-ink-2">{view.spoken}</p>
				</>
			);
	}
}

function PersonCard({ person }: { person: Person }) {
	const locale = useLocale();
	return (
		<div>
			<p className="text-[2.125rem] leading-[1.12] font-bold break-words">
				{person.family}
				{person.given === "" ? null : (
					<>
						<br />
						{person.given}
					</>
				)}
			</p>
			<p className="tabular mt-1.5 text-[1.625rem]">{formatBirth(person.birth, locale)}</p>
		</div>
	);
}

function Lines({ children }: { children: ReactNode }) {
	return <div className="mt-4 grid gap-1.5 border-t border-line pt-3.5 text-ink-2">{wrapLines(children)}</div>;
}

function wrapLines(children: ReactNode): ReactNode {
	const lines = Array.isArray(children) ? children : [children];
	// biome-ignore lint/suspicious/noArrayIndexKey: the lines of one verdict never move
	return lines.map((line, i) => (line === null ? null : <div key={i}>{line}</div>));
}

const WARNINGS = {
	status_unknown: "warning.statusUnknown",
	trust_ageing: "warning.trustAgeing",
	trust_stale: "warning.trustStale",
	clock_behind: "warning.clockBehind",
	control_characters_lost: "warning.controlCharactersLost",
	shc_parts_missing: undefined,
} as const satisfies Record<VerdictWarning, string | undefined>;

function Warnings({ warnings }: { warnings: readonly VerdictWarning[] }) {
	const t = useTranslations("door");
	const texts = warnings.flatMap((warning) => {
		const key = WARNINGS[warning];
		return key === undefined ? [] : [t(key)];
	});
	return texts.length === 0 ? null : <span className="text-sm">{texts.join(" ")}</span>;
}

const TICK_MS = 100;

/** The visible rest of an acceptance's three seconds; a touch or the button keeps it. */
function Countdown({ held, onHold, onEnd }: { held: boolean; onHold: () => void; onEnd: () => void }) {
	const t = useTranslations("door.verdict");
	const [left, setLeft] = useState(ACCEPTED_MS);
	const end = useRef(onEnd);
	useEffect(() => {
		end.current = onEnd;
	});
	useEffect(() => {
		if (held) return;
		const started = performance.now();
		const timer = setInterval(() => {
			const rest = ACCEPTED_MS - (performance.now() - started);
			setLeft(Math.max(0, rest));
			if (rest <= 0) end.current();
		}, TICK_MS);
		return () => clearInterval(timer);
	}, [held]);
	return (
		<div>
			<div className="h-1.5 bg-line">
				<div className="h-full bg-ok" style={{ width: held ? "100%" : `${(100 * left) / ACCEPTED_MS}%` }} />
			</div>
			<div className="flex items-center justify-between gap-3 px-5.5 pt-1.5 text-sm text-ink-2">
				<span aria-hidden="true" className="tabular">
					{held ? t("held") : t("returns", { seconds: Math.ceil(left / 1000) })}
				</span>
				{held ? null : (
					<button type="button" onClick={onHold} className="min-h-9 rounded-full px-3 underline underline-offset-3">
						{t("hold")}
					</button>
				)}
			</div>
		</div>
	);
}
