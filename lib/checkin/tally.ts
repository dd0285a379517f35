import type { NumericDate } from "@/lib/shared/numeric-date";
import { type EventSet, passagesOf } from "./event-set";
import { groupsOf, insideOf } from "./persons";

export type Tally = {
	/** Persons whose latest passage is an entry, as far as this set has heard, with corrections: never below 0. */
	readonly inside: number;
	/** Entries that were not taken back, a second entry of the same pass included. Trains call them controls. */
	readonly entries: number;
	readonly exits: number;
	/** What staff added and took off by hand. */
	readonly corrected: number;
	/** Time of the newest passage, undefined before the first. */
	readonly newest: NumericDate | undefined;
};

/** Counts one assignment's events. The same events in any order, repeated or not, give the same tally. */
export function tallyOf(set: EventSet, assignment: string): Tally {
	const passages = passagesOf(set).filter((passage) => passage.assignment === assignment);
	const entries = passages.filter(({ direction }) => direction === "in").length;
	const corrected = correctionOf(set, assignment);
	const persons = groupsOf(passages).reduce((sum, group) => sum + insideOf(group), 0);
	const inside = Math.max(0, persons + corrected);
	return { inside, entries, exits: passages.length - entries, corrected, newest: passages.at(-1)?.at };
}

/** By how many persons staff corrected the count. */
export function correctionOf(set: EventSet, assignment: string): number {
	let sum = 0;
	for (const event of set.values()) {
		if (event.type === "correction" && event.assignment === assignment) sum += event.direction === "in" ? 1 : -1;
	}
	return sum;
}
