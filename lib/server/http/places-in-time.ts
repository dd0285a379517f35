/**
 * When to come back, told to those who find no place: one place after the other, as quickly as requests were finished of
 * late, so that they do not all come at once and nobody is sent away again and again. Whoever comes back is known again:
 * a place that was promised is not given to somebody who comes for the first time (docs/decisions/090).
 */
import "server-only";
import { RETRY_AFTER_SPREAD } from "@/lib/outbox/backoff";

export type PlacesInTime = {
	/** One was finished, that came. */
	readonly finished: () => void;
	/** How many a second get on, when there are as many as work at once. */
	readonly perSecond: () => number;
	/** Seconds until the place of `who`, who is then expected. */
	readonly book: (who: string) => number;
	/** Whether `who` was told to come back, and did not yet. */
	readonly expects: (who: string) => boolean;
	/** `who` got in. */
	readonly came: (who: string) => void;
};

type Line = {
	/** So many work at once: with fewer inside, how many are finished says nothing of how quickly they get on. */
	readonly working: number;
	/** Expected at most; who was told first is forgotten first. */
	readonly names: number;
	/** Any steadily rising milliseconds. */
	readonly nowMs: () => number;
};

/**
 * Seconds over which what was finished is counted. The quicker count holds: after a moment in which nothing gets on, as when
 * the database writes a checkpoint, people would be told to come when nobody is there any more.
 */
const COUNTED = [5, 20] as const;
/** Milliseconds of a line in which too little is finished to count. */
const TOO_SHORT = 1_000;
/** A second, before there was a line. */
const UNKNOWN = 10;
const SHORTEST = 5;
/** Whoever is told more would come back later than by its own back-off. */
const LONGEST = 90;
/** Clients wait longer than they are told, by as much as that on average: so they are told less. */
const WAITED = 1 + RETRY_AFTER_SPREAD / 2;

export function placesInTime({ working, names, nowMs }: Line): PlacesInTime {
	const expected = new Set<string>();
	const finished: number[] = [];
	let inside = 0;
	/** Since when there is a line. */
	let begun: number | undefined;
	/** Of the last line. */
	let rate = UNKNOWN;
	/** Places that were handed out and are not due yet: a number, so that they come nearer when work gets quicker. */
	let waiting = 0;
	let counted = 0;

	function perSecond(now: number): number {
		if (begun === undefined || now - begun < TOO_SHORT) return rate;
		const [, longest] = COUNTED;
		while ((finished[0] ?? now) <= now - longest * 1_000) finished.shift();
		const age = now - begun;
		const finishedIn = (seconds: number) => {
			const span = Math.min(seconds * 1_000, age);
			return (finished.filter((time) => time > now - span).length / span) * 1_000;
		};
		return Math.max(1, ...COUNTED.map(finishedIn));
	}

	return {
		perSecond: () => perSecond(nowMs()),
		expects: (who) => expected.has(who),
		came: (who) => {
			expected.delete(who);
			inside += 1;
			if (inside !== working) return;
			begun = nowMs();
			finished.length = 0;
		},
		finished: () => {
			const now = nowMs();
			// Without a line nobody asks for them, and nothing would forget them.
			if (begun !== undefined) finished.push(now);
			inside -= 1;
			if (inside !== working - 1) return;
			rate = perSecond(now);
			begun = undefined;
		},
		book: (who) => {
			expected.delete(who); // to the end: a Set keeps insertion order
			expected.add(who);
			if (expected.size > names) expected.delete(expected.values().next().value ?? "");
			const now = nowMs();
			const places = perSecond(now);
			const left = Math.max(0, waiting - ((now - counted) / 1_000) * places);
			waiting = Math.min(left + 1, LONGEST * places);
			counted = now;
			return Math.max(SHORTEST, Math.ceil(waiting / places / WAITED));
		},
	};
}
