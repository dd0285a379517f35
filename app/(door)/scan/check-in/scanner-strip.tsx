"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { PausedNote } from "./paused-note";
import type { Door } from "./use-door";

/** As long as one needs to scan again. */
const STUTTER_MS = 6000;

/** Under the header, whatever is below: the scanner is paused, one more waits, a code was not read. */
export function ScannerStrip({ door }: { door: Door }) {
	const { state, dispatch } = door;
	const { owner, stuttered } = state;
	useEffect(() => {
		if (!stuttered) return;
		const timer = setTimeout(() => dispatch({ type: "stutterRead" }), STUTTER_MS);
		return () => clearTimeout(timer);
	}, [stuttered, dispatch]);
	// A dialog says it itself: what lies under it is dimmed.
	const paused = owner.pauses.some((by) => by !== "dialog");
	const waits = owner.waiting !== undefined;
	return (
		<div role="status" className="bg-paper">
			{paused || waits || stuttered ? (
				<div className="grid gap-1.5 border-b border-line px-3 py-1.5">
					{paused ? <PausedNote missed={owner.missed} /> : null}
					{waits ? <WaitingNote missed={owner.missed} /> : null}
					{stuttered ? <StutterNote /> : null}
				</div>
			) : null}
		</div>
	);
}

const NOTE = "rounded-lg px-3 py-1.5 text-[0.9375rem] font-semibold";

function WaitingNote({ missed }: { missed: boolean }) {
	const t = useTranslations("door.scanner");
	return (
		<p data-waiting="" className={`${NOTE} bg-compare-bg text-compare`}>
			{missed ? t("waitingMissed") : t("waiting")}
		</p>
	);
}

function StutterNote() {
	const t = useTranslations("door.scanner");
	return (
		<p data-stuttered="" className={`${NOTE} bg-unknown-bg text-unknown`}>
			{t("stuttered")}
		</p>
	);
}
