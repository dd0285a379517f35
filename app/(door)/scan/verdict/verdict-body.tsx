"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { CSSProperties, ReactNode } from "react";
import { printPharmacyNumber } from "@/lib/checkcode/pharmacy-number";
import { assertNever } from "@/lib/shared/assert-never";
import type { VerdictWarning } from "@/lib/verify/verdict";
import { formatBirth, type Person, type VerdictView } from "./verdict-view";

type View<Outcome extends VerdictView["outcome"]> = Extract<VerdictView, { readonly outcome: Outcome }>;

/** Whom to compare, and what to know beside the word. */
export function VerdictBody({ view, next }: { view: VerdictView; next: string }) {
	switch (view.outcome) {
		case "admitted":
		case "out":
			return <PassedBody view={view} next={next} />;
		case "alreadyIn":
		case "full":
			return <WaitingBody view={view} next={next} />;
		case "compare":
			return <CompareBody view={view} next={next} />;
		case "refused":
		case "unverifiable":
			return <RefusedBody view={view} next={next} />;
		case "notAPass":
		case "part":
			return <p className="text-lg">{next}</p>;
		default:
			return assertNever(view);
	}
}

function PassedBody({ view, next }: { view: View<"admitted" | "out">; next: string }) {
	const t = useTranslations("door");
	const format = useFormatter();
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
				{next === "" ? null : next}
				{view.person.pharmacy === undefined ? null : t("verdict.issuedBy", { issuer: view.person.pharmacy })}
				<Warnings warnings={view.warnings} />
			</Lines>
		</>
	);
}

function WaitingBody({ view, next }: { view: View<"alreadyIn" | "full">; next: string }) {
	return (
		<>
			<PersonCard person={view.person} />
			<Lines>{next}</Lines>
		</>
	);
}

function CompareBody({ view, next }: { view: View<"compare">; next: string }) {
	const t = useTranslations("door");
	const format = useFormatter();
	return (
		<>
			<div data-person="">
				<p style={nameLength("")} className="verdict-name font-bold">
					{[...view.initials].map((letter) => `${letter}.`).join(" ")}
				</p>
				<p className="tabular verdict-birth mt-[0.6cqb]">{view.birth}</p>
			</div>
			<Lines>
				<strong className="font-semibold text-ink">{next}</strong>
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
				<Warnings warnings={view.warnings} />
			</Lines>
		</>
	);
}

function RefusedBody({ view, next }: { view: View<"refused" | "unverifiable">; next: string }) {
	const t = useTranslations("door");
	const format = useFormatter();
	const { person, witness } = view;
	return (
		<>
			{person === undefined ? null : <PersonCard person={person} />}
			{witness === undefined ? null : (
				<p className="verdict-text mb-2">
					{t(`clockWitness.${witness.document}`, {
						time: format.dateTime(witness.iat * 1000, { dateStyle: "full", timeStyle: "short" }),
					})}
				</p>
			)}
			<div
				className={`verdict-text ${person === undefined ? "" : "mt-[1.6cqb] border-t border-line pt-[1.4cqb] text-ink-2"}`}
			>
				{next}
			</div>
			{person === undefined ? null : <p className="verdict-text mt-2 text-ink-2">{t("verdict.detailOnTheirs")}</p>}
			<div className="verdict-text mt-2 text-compare empty:hidden">
				<Warnings warnings={view.warnings} />
			</div>
			<p className="verdict-text mt-2 font-mono font-semibold text-ink-2">{view.spoken}</p>
		</>
	);
}

function PersonCard({ person }: { person: Person }) {
	const locale = useLocale();
	const { family, given, latin } = person;
	return (
		<div data-person="">
			<p style={nameLength(family, given)} className="verdict-name leading-[1.12] font-bold break-words">
				{family}
				{given === "" ? null : (
					<>
						<br />
						{given}
					</>
				)}
			</p>
			{latin === undefined ? null : <p className="verdict-text mt-1 tracking-wide">{latin}</p>}
			<p className="tabular verdict-birth mt-[0.6cqb]">{formatBirth(person.birth, locale)}</p>
		</div>
	);
}

/** For the size of a name: forty letters fit as well as four. */
function nameLength(...names: readonly string[]): CSSProperties {
	return { "--name": Math.max(...names.map(({ length }) => length), 1) } as CSSProperties;
}

function Lines({ children }: { children: ReactNode }) {
	return (
		<div className="verdict-text mt-[1.6cqb] grid gap-1.5 border-t border-line pt-[1.4cqb] text-ink-2">
			{wrapLines(children)}
		</div>
	);
}

function wrapLines(children: ReactNode): ReactNode {
	const lines = Array.isArray(children) ? children : [children];
	// biome-ignore lint/suspicious/noArrayIndexKey: the lines of one verdict never move
	return lines.map((line, i) => (line === null ? null : <div key={i}>{line}</div>));
}

const WARNINGS = {
	status_unknown: "warning.statusUnknown",
	status_stale: "warning.statusStale",
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
