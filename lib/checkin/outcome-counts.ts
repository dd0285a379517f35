import type { NumericDate } from "@/lib/shared/numeric-date";
import type { CHECKIN_FORMATS } from "./checkin-event";

/**
 * How often a gate's screen ended in which way: numbers by minute, outcome, format and reason. They say nothing about
 * who it was, and no passage can be told from them: passages are counted by ./tally.ts, from events that can be taken
 * back; these are verdicts, which were given.
 */

/** How the screen of a scan or typed code ended, and what staff decided on one that asked them. */
export const COUNTED_OUTCOMES = [
	"admitted",
	"out",
	"alreadyIn",
	"full",
	"compare",
	"turnedAway",
	"refused",
	"unverifiable",
	"notAPass",
] as const;
export type CountedOutcome = (typeof COUNTED_OUTCOMES)[number];

export type Counted = {
	readonly outcome: CountedOutcome;
	readonly format: (typeof CHECKIN_FORMATS)[number] | "unknown";
	/** The verdict's reason code, empty where it has none. */
	readonly reason: string;
};

/** Verdicts of one minute at one gate that were the same. */
export type OutcomeCount = Counted & {
	/** Assignment id. */
	readonly assignment: string;
	readonly gate: string;
	/** First second of the minute. */
	readonly minute: NumericDate;
	readonly count: number;
};

/**
 * Adds up the counts of which `key` says the same, the most frequent first, those of one frequency by their key.
 * Undefined: that count is not wanted.
 */
export function sumCounts<Key extends string>(
	counts: Iterable<OutcomeCount>,
	key: (count: OutcomeCount) => Key | undefined,
): ReadonlyMap<Key, number> {
	const sums = new Map<Key, number>();
	for (const count of counts) {
		const name = key(count);
		if (name !== undefined) sums.set(name, (sums.get(name) ?? 0) + count.count);
	}
	return new Map([...sums].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}

/** The counts of the last so many seconds: whole minutes, the one under way included. */
export function countsSince(counts: readonly OutcomeCount[], since: NumericDate): readonly OutcomeCount[] {
	return counts.filter(({ minute }) => minute + 60 > since);
}
