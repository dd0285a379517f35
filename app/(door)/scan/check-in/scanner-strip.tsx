"use client";

import { useTranslations } from "next-intl";
import type { ScannerOwner } from "@/lib/checkin/scanner-owner";
import { PausedNote } from "./paused-note";

/** Under the header, whatever is below: the scanner is paused, one more waits, a code was not read. */
export function ScannerStrip({ owner }: { owner: ScannerOwner }) {
	const t = useTranslations("door.scanner");
	const { pauses, waiting, missed } = owner;
	// A dialog says it itself: what lies under it is dimmed.
	const paused = pauses.some((by) => by !== "dialog");
	const content = paused ? (
		<PausedNote missed={missed} />
	) : waiting !== undefined ? (
		<p data-waiting="" className="rounded-lg bg-compare-bg px-3 py-1.5 text-[0.9375rem] font-semibold text-compare">
			{missed ? t("waitingMissed") : t("waiting")}
		</p>
	) : null;
	return (
		<div role="status" className="bg-paper">
			{content === null ? null : <div className="border-b border-line px-3 py-1.5">{content}</div>}
		</div>
	);
}
