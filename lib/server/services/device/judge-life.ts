/**
 * Whether a device is one (spec OL-3). Every start names the starts that it knows to have come before it: of one device
 * each knows all the others. One that it does not know is another life: a copy that works beside it, or the one from
 * whose backup this one was restored. No clock, no database.
 */
import type { Life } from "@/lib/protocol/starts";
import { MINUTE, type NumericDate } from "@/lib/shared/numeric-date";

export type KnownStart = {
	readonly id: string;
	readonly generation: number;
	/** Starts that it knows to have come before it. */
	readonly before: readonly string[];
	/** By the portal's clock. */
	readonly firstSeen: NumericDate;
	readonly lastSeen: NumericDate;
};

/** Starts that are so many generations older are beyond what a device tells, and accuse nobody. */
const WINDOW = 16;
/** A request may be so long on its way: it is heard after the next start, and was sent before it. */
const LATE = 2 * MINUTE;

/** `others`: the other starts of the device that were heard of, from themselves. */
export function judgeLife(
	own: KnownStart,
	others: readonly KnownStart[],
	now: NumericDate,
): Pick<Life, "state" | "since"> {
	const foreign = others.filter((other) => isForeign(own, other, now));
	if (foreign.length === 0) return { state: "alone", since: 0 };
	const roots = foreign.filter((one) => !foreign.some((other) => other !== one && one.before.includes(other.id)));
	const mine = [own, ...others.filter((other) => own.before.includes(other.id) && !foreign.includes(other))];
	const since = Math.max(...roots.map((root) => partedAt(root, mine)));
	if (foreign.some(({ lastSeen }) => lastSeen > own.firstSeen)) return { state: "twin", since };
	// Later starts of the life that went on: the other one is silent, and what both may have used was given up.
	const goesOn = mine.some((start) => start !== own && !roots.some((root) => root.before.includes(start.id)));
	return { state: goesOn ? "alone" : "restored", since };
}

function isForeign(own: KnownStart, other: KnownStart, now: NumericDate): boolean {
	if (other.generation <= own.generation - WINDOW) return false;
	// An earlier start that is heard after this one began, or a later one while this one goes on: both live.
	if (own.before.includes(other.id)) return other.lastSeen - own.firstSeen > LATE;
	return !other.before.includes(own.id) || now - other.firstSeen > LATE;
}

/** When each of the two lives had been heard by itself: nothing that was given later is in the hands of both. */
function partedAt(root: KnownStart, mine: readonly KnownStart[]): NumericDate {
	const alone = mine.filter(({ id }) => !root.before.includes(id)).map(({ firstSeen }) => firstSeen);
	return alone.length === 0 ? root.firstSeen : Math.max(root.firstSeen, Math.min(...alone));
}
