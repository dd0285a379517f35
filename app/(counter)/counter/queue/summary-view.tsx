"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { DayGap } from "@/lib/device/counter/day-gaps";
import { numberOf } from "@/lib/device/counter/day-list";
import { type DayPositive, isSettled } from "@/lib/device/counter/positive-store";
import type { ActTwice } from "@/lib/protocol/registered-twice";
import { ATTESTATION_KINDS } from "@/lib/shared/attestation-kind";
import { summaryOf } from "./summary";
import type { DayEntry } from "./use-day-list";

/** States of which the day-end says what has to be done, in this order. */
const TOLD = ["refused", "waiting", "revoking", "corrected", "revoked", "closed"] as const;

type SummaryProps = {
	entries: readonly DayEntry[];
	gaps: readonly DayGap[];
	positives: readonly DayPositive[];
	/** As the portal has them; undefined while it does not answer. */
	twice: readonly ActTwice[] | undefined;
};

/** [SH-5] [SH-14] What the day came to, and of every number that is not simply registered which it is and why. */
export function SummaryView({ entries, gaps, positives, twice = [] }: SummaryProps) {
	const t = useTranslations("day.summary");
	const kinds = useTranslations("counter.kind");
	const { issued, byKind, byState, openSheets } = summaryOf(entries);
	const waiting = [...(byState.get("waiting") ?? []), ...(byState.get("sending") ?? [])].toSorted((a, b) => a - b);
	const numbersOf = (state: (typeof TOLD)[number]) => (state === "waiting" ? waiting : (byState.get(state) ?? []));
	const unsettled = positives.filter(({ row }) => !isSettled(row));
	const isDone = [waiting, byState.get("refused") ?? [], openSheets, unsettled].every((open) => open.length === 0);
	return (
		<section aria-labelledby="summary-title" data-summary>
			<h3 id="summary-title" className="font-semibold">
				{t("title", { issued, registered: byState.get("registered")?.length ?? 0 })}
			</h3>
			<ul className="mt-2 list-disc pl-5">
				{ATTESTATION_KINDS.flatMap((kind) => {
					const number = byKind.get(kind);
					return number === undefined ? [] : [<li key={kind}>{t("kind", { kind: kinds(kind), count: number })}</li>];
				})}
				{positives.length > 0 ? <li>{t("positives", { count: positives.length })}</li> : null}
			</ul>
			<ul className="mt-2 list-disc pl-5">
				{TOLD.filter((state) => numbersOf(state).length > 0).map((state) => (
					<Told key={state} name={state} numbers={numbersOf(state)} />
				))}
				{openSheets.length > 0 ? <Told name="openSheets" numbers={openSheets} /> : null}
				{gaps.length > 0 ? <Told name="void" numbers={gaps.map(({ number }) => number)} /> : null}
			</ul>
			{twice.length > 0 ? <Twice acts={twice} /> : null}
			{isDone ? <p className="mt-2">{t("done")}</p> : null}
		</section>
	);
}

/** [EN-17] Which sheets tell of one act: only somebody who was there knows whether it was one. */
function Twice({ acts }: { acts: readonly ActTwice[] }) {
	const t = useTranslations("day.summary.twice");
	const format = useFormatter();
	const list = (parts: readonly string[]) => format.list(parts, { type: "conjunction" });
	const toldOf = ({ indices, positives }: ActTwice) =>
		list([
			...(indices.length === 0
				? []
				: [t("sheets", { numbers: list(indices.map((index) => String(numberOf({ index })))) })]),
			...(positives === 0 ? [] : [t("positives", { count: positives })]),
		]);
	return (
		<div className="mt-2" data-told="twice">
			<p>{t("body", { count: acts.length })}</p>
			<ul className="list-disc pl-5">
				{acts.map((act) => (
					<li key={`${act.at}.${act.indices.join(".")}`}>
						{t("act", {
							time: format.dateTime(act.at * 1000, { dateStyle: "short", timeStyle: "short" }),
							told: toldOf(act),
						})}
					</li>
				))}
			</ul>
		</div>
	);
}

function Told(props: { name: (typeof TOLD)[number] | "openSheets" | "void"; numbers: readonly number[] }) {
	const { name, numbers } = props;
	const t = useTranslations("day.summary");
	const format = useFormatter();
	return (
		<li data-told={name}>
			{t(name, { count: numbers.length })}{" "}
			<span className="tabular text-sm text-ink-2">
				{t("numbers", { numbers: format.list(numbers.map(String), { type: "unit" }) })}
			</span>
		</li>
	);
}
