"use client";

import { useLocale, useTranslations } from "next-intl";
import type { Stage } from "../check-in/stage";
import { formatBirth } from "./verdict-view";

/** A verdict for the ear: the word first, then why, then whom to compare. Empty over the camera. */
export function useSpokenVerdict(stage: Stage): string {
	const t = useTranslations("door");
	const locale = useLocale();
	if (stage.state !== "verdict") return "";
	const { view } = stage;
	const word = t(`verdict.${view.outcome}`);
	switch (view.outcome) {
		case "admitted":
		case "out":
		case "alreadyIn": {
			const { family, given, birth } = view.person;
			return `${word}. ${given} ${family}, ${formatBirth(birth, locale)}`;
		}
		case "compare":
			return `${word}. ${t("sentence.codeAccepted")} ${view.initials}, ${view.birth}`;
		case "refused":
		case "unverifiable":
			return `${word}. ${t(`sentence.${view.class}`)}`;
	}
}
