/**
 * When to come back, told to those who find no place: one place after the other, as quickly as requests were finished of
 * late, so that they do not all come at once and nobody is sent away again and again. Places are numbered, and whoever comes
 * back is known again and keeps its number: it is not given to somebody who comes for the first time, and a time that was
 * told too early costs a question, not the place (docs/decisions/090, 093).
 */
import "server-only";
import { RETRY_AFTER_SPREAD } from "@/lib/outbox/backoff";

export type PlacesInTime = {
	/** One was finished, that came. */
	readonly finished: () => void;
	/** How many a second get on, when there are as many as work at once. */
	readonly perSecond: () => number;
	/** Seconds until the place of `who`: the one that it has, or the next one. */
	readonly book: (who: string) => number;
	/** Whether `who` was told to come back about now, and did not yet. */
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
/** Milliseconds for which a count holds: whoever has it made has proven nothing. */
const COUNTED_FOR = 100;
/** Milliseconds of a line in which too little is finished to count. */
const TOO_SHORT = 1_000;
/** A second, before there was a line. */
const UNKNOWN = 10;
const SHORTEST = 5;
/** By then the portal may get on three times as quickly: whoever was told more would come when nobody is left. */
const LONGEST = 45;
/** Seconds before its time at which a place is given already. */
const EARLY = 5;
/** Clients wait longer than they are told, by as much as that on average: so they are told less. */
const WAITED = 1 + RETRY_AFTER_SPREAD / 2;

/** How quickly work gets on. */
function pace({ working, nowMs }: Pick<Line, "working" | "nowMs">) {
	const ends: number[] = [];
	let inside = 0;
	/** Since when there is a line. */
	let begun: number | undefined;
	/** Of the last line. */
	let rate = UNKNOWN;
	let lately = { rate, until: Number.NEGATIVE_INFINITY };

	function perSecond(): number {
		const now = nowMs();
		if (begun === undefined || now - begun < TOO_SHORT) return rate;
		if (now >= lately.until) lately = { rate: count(now, begun), until: now + COUNTED_FOR };
		return lately.rate;
	}

	function count(now: number, begun: number): number {
		const [, longest] = COUNTED;
		while ((ends[0] ?? now) <= now - longest * 1_000) ends.shift();
		const finishedIn = (seconds: number) => {
			const span = Math.min(seconds * 1_000, now - begun);
			return (ends.filter((time) => time > now - span).length / span) * 1_000;
		};
		return Math.max(1, ...COUNTED.map(finishedIn));
	}

	return {
		perSecond,
		came: () => {
			inside += 1;
			if (inside !== working) return;
			begun = nowMs();
			ends.length = 0;
			lately.until = Number.NEGATIVE_INFINITY;
		},
		finished: () => {
			// Without a line nobody asks for them, and nothing would forget them.
			if (begun !== undefined) ends.push(nowMs());
			inside -= 1;
			if (inside !== working - 1) return;
			rate = perSecond();
			begun = undefined;
		},
	};
}

export function placesInTime({ working, names, nowMs }: Line): PlacesInTime {
	const { perSecond, came, finished } = pace({ working, nowMs });
	/** The place of everybody who was told to come back. */
	const expected = new Map<string, number>();
	/** The last place that was handed out, and the last that is due: a number, so that they come nearer when work gets quicker. */
	let handedOut = 0;
	let due = 0;
	let counted = 0;

	/** Places that are due by now; how many a second are. */
	function goOn(): number {
		const now = nowMs();
		const places = perSecond();
		due += ((now - counted) / 1_000) * places;
		counted = now;
		handedOut = Math.max(handedOut, due);
		return places;
	}

	return {
		perSecond,
		finished,
		expects: (who) => {
			const place = expected.get(who);
			return place !== undefined && place <= goOn() * EARLY + due;
		},
		came: (who) => {
			expected.delete(who);
			came();
		},
		book: (who) => {
			const places = goOn();
			handedOut += expected.has(who) ? 0 : 1;
			const place = expected.get(who) ?? handedOut;
			expected.delete(who); // to the end: a Map keeps insertion order
			expected.set(who, place);
			if (expected.size > names) expected.delete(expected.keys().next().value ?? "");
			const wait = (place - due) / places / WAITED;
			return Math.ceil(Math.min(LONGEST, Math.max(SHORTEST, wait)));
		},
	};
}
