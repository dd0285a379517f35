"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { AssignmentKind } from "@/lib/shared/assignment-kind";
import { LOOKS, type SpokenPart } from "./outcomes";
import { formatBirth, type VerdictView } from "./verdict-view";

export type VerdictWords = {
	readonly word: (view: VerdictView) => string;
	readonly why: (view: VerdictView) => string;
	/** What staff do now, or what the person may do; empty where there is nothing to say. */
	readonly next: (view: VerdictView) => string;
};

const NO_PASS = { holderLink: "holderLink", gateCode: "gateCode", other: "notAPass" } as const;

/** The sentences of a verdict as the staff of a venue or of a train need them. */
export function useVerdictWords(role: AssignmentKind): VerdictWords {
	const t = useTranslations("door");
	const format = useFormatter();
	const word = (view: VerdictView) =>
		view.outcome === "part" ? t("verdict.part", { have: view.have, of: view.of }) : t(`verdict.${view.outcome}`);
	const why = (view: VerdictView): string => {
		switch (view.outcome) {
			case "admitted":
				return t("sentence.accepted");
			case "out":
				return t("sentence.out");
			case "compare":
				return t("sentence.codeAccepted");
			case "alreadyIn": {
				const time = format.dateTime(view.before.at * 1000, { hour: "2-digit", minute: "2-digit" });
				return t(view.state === "left" ? "verdict.leftAt" : "verdict.alreadyInAt", { time, gate: view.before.gate });
			}
			case "full":
				return t("sentence.full");
			case "refused":
			case "unverifiable":
				return t(`sentence.${view.class}`);
			case "part":
				return t(view.mixed ? "sentence.partMixed" : "sentence.part", { left: view.of - view.have });
			case "notAPass":
				return t(`sentence.${NO_PASS[view.what]}`);
		}
	};
	const next = (view: VerdictView): string => {
		switch (view.outcome) {
			case "admitted":
			case "compare":
				return t(`role.${role}.${view.outcome}`);
			case "out":
			case "part":
				return "";
			case "notAPass":
				return t(`nextStep.${NO_PASS[view.what]}`);
			case "alreadyIn":
				return t(view.state === "left" ? "verdict.leftNext" : "verdict.alreadyInNext");
			case "full":
				return t("verdict.fullNext");
			case "refused":
			case "unverifiable":
				return view.class === "codeRejected" ? t(`role.${role}.codeRejected`) : t(`nextStep.${view.class}`);
		}
	};
	return { word, why, next };
}

/** A verdict for the ear: the word, then what its row says, in that order. */
export function useSpokenVerdict(role: AssignmentKind): (view: VerdictView) => string {
	const t = useTranslations("door.verdict");
	const locale = useLocale();
	const words = useVerdictWords(role);
	const say: Record<SpokenPart, (view: VerdictView) => string> = {
		why: words.why,
		next: words.next,
		person: (view) => personAloud(view, locale),
		initials: (view) => (view.outcome === "compare" ? `${letters(view.initials)}, ${view.birth}` : ""),
		code: (view) => ("spoken" in view ? t("codeAloud", { code: letters(view.spoken) }) : ""),
	};
	return (view) =>
		[words.word(view), ...LOOKS[view.outcome].said.map((part) => say[part](view))]
			.filter((text) => text !== "")
			.map(withPause)
			.join(" ");
}

function personAloud(view: VerdictView, locale: string): string {
	if (!("person" in view) || view.person === undefined) return "";
	const { family, given, birth } = view.person;
	return `${[given, family].filter((name) => name !== "").join(" ")}, ${formatBirth(birth, locale)}`;
}

/** `T-EXP` → `T E X P`: letter by letter, as it is read to a supervisor. */
const letters = (code: string) => [...code.replaceAll("-", "")].join(" ");

const withPause = (text: string) => (/[.?!:]$/.test(text) ? text : `${text}.`);
