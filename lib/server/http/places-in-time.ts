/**
 * When to come back, told to those who find no place: one place after the other, as quickly as requests were finished of
 * late, so that they do not all come at once and nobody is sent away again and again. Clients spread what they are told
 * by half as much again (lib/outbox/backoff.ts).
 */
import "server-only";

export type PlacesInTime = {
	/** One was finished. */
	readonly finished: () => void;
	/** Seconds until the place of who asks. */
	readonly book: () => number;
};

/** Seconds over which what was finished is counted: the shorter one learns quickly that a storm has begun. */
const COUNTED = [1, 5] as const;
/** A second, before anything was finished. */
const UNKNOWN = 10;
const SHORTEST = 5;
/** Whoever is told more would come back later than by its own back-off. */
const LONGEST = 90;

/** `nowMs`: any steadily rising milliseconds. */
export function placesInTime(nowMs: () => number): PlacesInTime {
	const finished: number[] = [];
	/** Places that were handed out and are not due yet: a number, so that they come nearer when work gets quicker. */
	let waiting = 0;
	let counted = 0;
	let rate = UNKNOWN;

	function forget(now: number): void {
		while ((finished[0] ?? now) <= now - COUNTED[1] * 1_000) finished.shift();
	}

	function perSecond(now: number): number {
		forget(now);
		if (finished.length === 0) return rate;
		const since = (seconds: number) => finished.filter((time) => time > now - seconds * 1_000).length / seconds;
		rate = Math.max(1, ...COUNTED.map(since));
		return rate;
	}

	return {
		finished: () => {
			const now = nowMs();
			forget(now);
			finished.push(now);
		},
		book: () => {
			const now = nowMs();
			const places = perSecond(now);
			const left = Math.max(0, waiting - ((now - counted) / 1_000) * places);
			waiting = Math.min(left + 1, LONGEST * places);
			counted = now;
			return Math.max(SHORTEST, Math.ceil(waiting / places));
		},
	};
}
