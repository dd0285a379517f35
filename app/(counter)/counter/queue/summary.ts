import { isSheetOpen } from "@/lib/device/counter/day-list";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import { type EntryState, stateOf } from "./entry-state";
import type { DayEntry } from "./use-day-list";

/** [SH-5] What a day or a month comes to. */
export type Summary = {
	readonly issued: number;
	readonly byKind: ReadonlyMap<AttestationKind, number>;
	readonly byState: ReadonlyMap<EntryState, number>;
	/** Sheets of which nobody said what became of them. */
	readonly openSheets: number;
};

export function summaryOf(entries: readonly DayEntry[]): Summary {
	const byKind = new Map<AttestationKind, number>();
	const byState = new Map<EntryState, number>();
	for (const entry of entries) {
		add(byState, stateOf(entry));
		if (entry.sheet != null) add(byKind, entry.sheet.kind);
	}
	return { issued: entries.length, byKind, byState, openSheets: entries.filter(isSheetOpen).length };
}

function add<Key>(counts: Map<Key, number>, key: Key): void {
	counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** How far the queue is, of everything that the list shows: what the screen counts while it drains. */
export function progressOf(entries: readonly DayEntry[]): { readonly done: number; readonly of: number } {
	const left = entries.filter(({ row }) => row.state === "waiting" || row.state === "sending").length;
	return { done: entries.length - left, of: entries.length };
}
