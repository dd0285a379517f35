"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import type { AssignmentKind } from "@/lib/shared/assignment-kind";
import { LOOKS, type Outcome } from "../verdict/outcomes";
import { VerdictIcon } from "../verdict/verdict-icon";

const CARDS = ["present", "verdicts", "person", "unverifiable", "otherWays"] as const;
/** Those that staff meet every evening. */
const SHOWN = ["admitted", "refused", "compare", "unverifiable"] as const satisfies readonly Outcome[];
const TONES = { ok: "text-ok", no: "text-no", compare: "text-compare", unknown: "text-unknown" } as const;

/** [DP-5] Five cards for whoever holds this device for the first time. Every one can be skipped. */
export function FirstUseCards({ mode, onClose }: { mode: AssignmentKind; onClose: () => void }) {
	const t = useTranslations("door.firstUse");
	const [at, setAt] = useState(0);
	const card = CARDS[at] ?? "present";
	const last = at === CARDS.length - 1;
	const heading = useRef<HTMLHeadingElement>(null);
	// biome-ignore lint/correctness/useExhaustiveDependencies: every card is read from its beginning
	useEffect(() => heading.current?.focus(), [at]);
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<p className="text-sm text-ink-2">{t("step", { step: at + 1, of: CARDS.length })}</p>
			<h3 ref={heading} tabIndex={-1} data-card={card} className="mt-1 text-2xl font-bold text-balance outline-none">
				{t(`cards.${card}.title`)}
			</h3>
			<p className="mt-2 min-h-24">{t(card === "person" ? `cards.person.${mode}` : `cards.${card}.body`)}</p>
			{card === "verdicts" ? <Verdicts /> : null}
			<div className="mt-5 grid grid-cols-2 gap-2.5">
				{at === 0 ? (
					<Button onClick={onClose}>{t("skip")}</Button>
				) : (
					<Button onClick={() => setAt(at - 1)}>{t("back")}</Button>
				)}
				<Button tone="primary" onClick={() => (last ? onClose() : setAt(at + 1))}>
					{last ? t("begin") : t("next")}
				</Button>
			</div>
			{at === 0 || last ? null : (
				<Button tone="quiet" className="mt-2 w-full" onClick={onClose}>
					{t("skip")}
				</Button>
			)}
		</Dialog>
	);
}

function Verdicts() {
	const t = useTranslations("door");
	return (
		<ul className="mt-3 grid gap-2">
			{SHOWN.map((outcome) => (
				<li key={outcome} className={`flex items-center gap-3 ${TONES[LOOKS[outcome].tone as keyof typeof TONES]}`}>
					<VerdictIcon outcome={outcome} className="size-10 shrink-0" />
					<span>
						<b>{t(`verdict.${outcome}`)}</b> <span className="text-ink">{t(`firstUse.outcomes.${outcome}`)}</span>
					</span>
				</li>
			))}
		</ul>
	);
}
