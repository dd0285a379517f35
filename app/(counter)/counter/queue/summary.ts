import { isSheetOpen, numberOf } from "@/lib/device/counter/day-list";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import { type EntryState, stateOf } from "./entry-state";
import type { DayEntry } from "./use-day-list";

/** [SH-5] What a day or a month comes to. */
export type Summary = {
	readonly issued: number;
	readonly byKind: ReadonlyMap<AttestationKind, number>;
	/** Numbers of the sheets in each state, in the order in which they were issued. */
	readonly byState: ReadonlyMap<EntryState, readonly number[]>;
	/** Numbers of the sheets of which nobody said what became of them. */
	readonly openSheets: readonly number[];
};

export function summaryOf(entries: readonly DayEntry[]): Summary {
	const byKind = new Map<AttestationKind, number>();
	const byState = new Map<EntryState, readonly number[]>();
	const oldestFirst = entries.toReversed();
	for (const entry of oldestFirst) {
		const state = stateOf(entry);
		byState.set(state, [...(byState.get(state) ?? []), numberOf(entry.row)]);
		if (entry.sheet != null) byKind.set(entry.sheet.kind, (byKind.get(entry.sheet.kind) ?? 0) + 1);
	}
	const openSheets = oldestFirst.filter(isSheetOpen).map(({ row }) => numberOf(row));
	return { issued: entries.length, byKind, byState, openSheets };
}

/** How far the queue is, of everything that the list shows: what the screen counts while it drains. */
export function progressOf(entries: readonly DayEntry[]): { readonly done: number; readonly of: number } {
	const left = entries.filter(({ row }) => row.state === "waiting" || row.state === "sending").length;
	return { done: entries.length - left, of: entries.length };
}
