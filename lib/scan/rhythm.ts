/**
 * Tells a hand scanner from a hand by the times between its keys. No single pause can: a scanner over Bluetooth pauses
 * for 300 ms where a person presses the next key after 60. A run of keys has a middle and a spread, and these differ:
 *
 * - hands on a keyboard: a middle of 80 to 250 ms, and a spread of a third of it or more, whoever types (Dhakal et al.,
 *   "Observations on Typing from 136 Million Keystrokes", CHI 2018: the fastest tenth types at 120 ms a key);
 * - a scanner by cable or dongle: 1 to 20 ms; by Bluetooth: several keys at once, then 15 to 50 ms of nothing;
 * - a scanner whose delay was set up: 30 to 100 ms, and a spread of a few.
 */

/** `burst`: faster than hands. `steady`: as regular as a clock. `hands`: neither. `unclear`: too few keys to say. */
export type Rhythm = "burst" | "steady" | "hands" | "unclear";

/** Four keys: a roll of the hand gives two or three at once. */
const FEWEST = 3;
/** Two keys pressed together come less than this apart; so do no four keys in a row. */
const FASTEST_HAND_MS = 30;
/** A scanner that waits between its keys rarely waits longer than this; a clock that is slower may be anybody's. */
const SLOWEST_CLOCK_MS = 130;
/** From so many gaps on the spread says something. */
const ENOUGH = 7;

/** `gaps` in milliseconds, in order. */
export function rhythmOf(gaps: readonly number[]): Rhythm {
	if (gaps.length < FEWEST) return "unclear";
	const sorted = gaps.toSorted((a, b) => a - b);
	const [quarter, middle, threeQuarters] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share));
	if (quarter === undefined || middle === undefined || threeQuarters === undefined) return "unclear";
	if (middle <= FASTEST_HAND_MS && threeQuarters <= 2 * FASTEST_HAND_MS) return "burst";
	if (gaps.length < ENOUGH) return "unclear";
	const spread = threeQuarters - quarter;
	const steady = middle <= SLOWEST_CLOCK_MS && spread <= Math.max(10, 0.15 * middle);
	return steady ? "steady" : "hands";
}

/** Of rising numbers, at least one. */
function quantile(sorted: readonly number[], share: number): number | undefined {
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** The middle of the gaps; 0 for none. */
export function middleGap(gaps: readonly number[]): number {
	return (
		quantile(
			gaps.toSorted((a, b) => a - b),
			0.5,
		) ?? 0
	);
}
