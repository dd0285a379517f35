"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Notice } from "@/app/_ui/notice";
import type { Trust } from "@/lib/trust/trust";
import type { DoorNote } from "../check-in/stage";
import type { Door } from "../check-in/use-door";
import type { KeyState } from "../keys/use-key-state";
import type { KeyUpdate } from "../keys/use-key-update";
import { LackingNotice } from "../ready/lacking-notice";
import { ClockNotice } from "./clock-notice";
import { UpdateNotice } from "./update-notice";

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

/** What staff must know of this device before they scan, and what was just done. */
export function DoorNotices(props: {
	door: Door;
	trust: Trust;
	unusable: string | undefined;
	keys: KeyState;
	/** Why a document was refused at the last update, or what is said of one that was taken. */
	refused: string | undefined;
	update: KeyUpdate;
}) {
	const { door, trust, unusable, keys, refused, update } = props;
	const t = useTranslations("door");
	const { note } = door.state;
	return (
		<>
			{unusable === undefined ? null : (
				<Notice tone="unknown" alert title={t("badKeys.title")}>
					{t("badKeys.body", { code: unusable })}
				</Notice>
			)}
			{unusable === undefined ? <LackingNotice trust={trust} update={update} /> : null}
			<ClockNotice keys={keys} />
			{refused === undefined ? null : <UpdateNotice code={refused} update={update} />}
			{note === undefined ? null : <DoorNotice note={note} onRead={() => door.dispatch({ type: "noteRead" })} />}
		</>
	);
}
