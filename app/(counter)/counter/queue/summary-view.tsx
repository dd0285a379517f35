"use client";

import { useTranslations } from "next-intl";
import { ATTESTATION_KINDS } from "@/lib/shared/attestation-kind";
import { summaryOf } from "./summary";
import type { DayEntry } from "./use-day-list";

/** States of which the day-end says what has to be done, in this order. */
const TOLD = ["refused", "waiting", "revoking", "corrected", "revoked", "closed"] as const;

/** [SH-5] What the day came to, and of everything that is not simply registered why. */
export function SummaryView({ entries }: { entries: readonly DayEntry[] }) {
	const t = useTranslations("day.summary");
	const kinds = useTranslations("counter.kind");
	const { issued, byKind, byState, openSheets } = summaryOf(entries);
	const waiting = (byState.get("waiting") ?? 0) + (byState.get("sending") ?? 0);
	const count = (state: (typeof TOLD)[number]) => (state === "waiting" ? waiting : (byState.get(state) ?? 0));
	return (
		<section aria-labelledby="summary-title" data-summary>
			<h3 id="summary-title" className="font-semibold">
				{t("title", { issued, registered: byState.get("registered") ?? 0 })}
			</h3>
			<ul className="mt-2 list-disc pl-5">
				{ATTESTATION_KINDS.flatMap((kind) => {
					const number = byKind.get(kind);
					return number === undefined ? [] : [<li key={kind}>{t("kind", { kind: kinds(kind), count: number })}</li>];
				})}
			</ul>
			<ul className="mt-2 list-disc pl-5">
				{TOLD.filter((state) => count(state) > 0).map((state) => (
					<li key={state}>{t(state, { count: count(state) })}</li>
				))}
				{openSheets > 0 ? <li>{t("openSheets", { count: openSheets })}</li> : null}
			</ul>
			{waiting === 0 && (byState.get("refused") ?? 0) === 0 && openSheets === 0 ? (
				<p className="mt-2">{t("done")}</p>
			) : null}
		</section>
	);
}
