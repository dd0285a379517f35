import type { NumericDate } from "@/lib/shared/numeric-date";
import type { CheckinEvent } from "./checkin-event";
import { type EventSet, passagesOf } from "./event-set";

export type Tally = {
	/**
	 * Passes whose latest passage is an entry: never below 0, and at most what really is inside, because other gates
	 * admit people that this set has not heard of. Screens write it with "≥".
	 */
	readonly inside: number;
	/** Entries that were not taken back, a second entry of the same pass included. Trains call them controls. */
	readonly entries: number;
	readonly exits: number;
	/** Time of the newest passage, undefined before the first. */
	readonly newest: NumericDate | undefined;
};

/** Counts one assignment's passages. The same events in any order, repeated or not, give the same tally. */
export function tallyOf(set: EventSet, assignment: string): Tally {
	const latest = new Map<string, CheckinEvent>();
	let entries = 0;
	let exits = 0;
	let newest: NumericDate | undefined;
	for (const passage of passagesOf(set)) {
		if (passage.assignment !== assignment) continue;
		latest.set(passage.pseudonym, passage);
		newest = passage.at;
		if (passage.direction === "in") entries++;
		else exits++;
	}
	let inside = 0;
	for (const passage of latest.values()) if (passage.direction === "in") inside++;
	return { inside, entries, exits, newest };
}

/**
 * The latest passage of one pass at one assignment, undefined when it has not been seen (or only by mistake).
 * `pseudonyms`: one for each salt of the event that is held here.
 */
export function latestPassage(
	set: EventSet,
	{ assignment, pseudonyms }: { readonly assignment: string; readonly pseudonyms: readonly string[] },
): CheckinEvent | undefined {
	return passagesOf(set).findLast(
		(passage) => passage.assignment === assignment && pseudonyms.includes(passage.pseudonym),
	);
}
