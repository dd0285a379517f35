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

/** Seconds over which what was finished is counted. */
const COUNTED = 5;
const SHORTEST = 5;
/** Whoever is told more would come back later than by its own back-off. */
const LONGEST = 90;

/** `nowMs`: any steadily rising milliseconds. */
export function placesInTime(nowMs: () => number): PlacesInTime {
	const finished: number[] = [];
	let last = 0;

	function perSecond(now: number): number {
		while ((finished[0] ?? now) < now - COUNTED * 1_000) finished.shift();
		return Math.max(1, finished.length / COUNTED);
	}

	return {
		finished: () => {
			const now = nowMs();
			finished.push(now);
			perSecond(now);
		},
		book: () => {
			const now = nowMs();
			const place = Math.max(last, now) + 1_000 / perSecond(now);
			last = Math.min(place, now + LONGEST * 1_000);
			return Math.max(SHORTEST, Math.ceil((last - now) / 1_000));
		},
	};
}
