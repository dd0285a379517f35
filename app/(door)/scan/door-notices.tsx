"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useNow } from "@/app/_device/use-now";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { isLocale } from "@/lib/shared/locale";
import { type NoticeScope, noticesInForce } from "@/lib/trust/notice";
import type { Trust } from "@/lib/trust/trust";
import type { DoorNote, Stage } from "./stage";
import { formatBirth } from "./verdict/verdict-view";

const NOTES = {
	undone: "verdict.undone",
	undoneOut: "verdict.undoneOut",
	notUndone: "verdict.notUndone",
	notCounted: "verdict.notCounted",
	codeAdmitted: "code.admitted",
	codeLeft: "code.left",
	turnedAway: "code.turnedAway",
} as const satisfies Record<DoorNote, string>;

const NOTE_MS = 6000;

/** What was just done, over the camera, for a moment. Nothing depends on having read it. */
export function DoorNotice({ note, onRead }: { note: DoorNote; onRead: () => void }) {
	const t = useTranslations("door");
	const read = useRef(onRead);
	useEffect(() => {
		read.current = onRead;
	});
	// biome-ignore lint/correctness/useExhaustiveDependencies: every note has its own time
	useEffect(() => {
		const timer = setTimeout(() => read.current(), NOTE_MS);
		return () => clearTimeout(timer);
	}, [note]);
	const bad = note === "notUndone" || note === "notCounted";
	return (
		<div role="status">
			<Notice tone={bad ? "compare" : "plain"}>{t(NOTES[note])}</Notice>
		</div>
	);
}

/** What the authority tells staff in its signed list, until they hide it or it is over. */
export function AuthorityNotices(props: {
	trust: Trust;
	scope: NoticeScope;
	/** Notices by what they say: hidden ones stay so behind every verdict. */
	hidden: readonly string[];
	onHide: (id: string) => void;
}) {
	const { trust, scope, hidden, onHide } = props;
	const t = useTranslations("door.notice");
	const locale = useLocale();
	const now = useNow(30);
	const notices = noticesInForce(trust.list?.notices ?? [], { now: Math.floor(now.getTime() / 1000), scope });
	return notices.map(({ authority, text, from }) => {
		const id = `${from} ${text.fr}`;
		if (hidden.includes(id)) return null;
		return (
			<Notice key={id} tone="plain" title={authority}>
				<p>{text[isLocale(locale) ? locale : "fr"]}</p>
				<Button compact className="mt-2" onClick={() => onHide(id)}>
					{t("hide")}
				</Button>
			</Notice>
		);
	});
}

/** A verdict for the ear: the word first, then why, then whom to compare. Empty over the camera. */
export function useSpokenVerdict(stage: Stage): string {
	const t = useTranslations("door");
	const locale = useLocale();
	if (stage.name !== "verdict") return "";
	const { view } = stage;
	const word = t(`verdict.${view.kind}`);
	switch (view.kind) {
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
