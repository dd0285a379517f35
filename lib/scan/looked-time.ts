/**
 * The time in which frames were looked at: how long a code is gone is counted by it. While a slow telephone looks at
 * nothing, nothing is gone from view.
 */

/** Milliseconds between two looks that count at most. */
const MOST_MS = 1_000;
/** Nobody holds a code still for so long while nothing is looked at, as when the screen was off. */
const AWAY_MS = 30_000;

/** Of looks in turn, each at `now` in milliseconds: the time looked at until then. */
export function createLookedTime(start: number): (now: number) => number {
	let last = start;
	let looked = 0;
	return (now) => {
		const gap = now - last;
		looked += gap < AWAY_MS ? Math.min(gap, MOST_MS) : gap;
		last = now;
		return looked;
	};
}
