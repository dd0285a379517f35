/**
 * A country's counters come back to the real guard by their real back-off, on a clock that only events move: how long it takes
 * until the last one is served, and how often each has to ask.
 */
import { expect, it } from "vitest";
import { FRESH_LINK, linkAfterFailure } from "@/lib/outbox/backoff";
import { DEFAULT_LIMITS, loadGuard } from "./load-guard";

/** Of a batch of eleven records. */
const BYTES = 25_000;

/** Seconds before they come back. */
const QUIET = 60;

/** Mulberry32: the same numbers each time. */
function chance(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Events by time, to the millisecond: as many lists as there are. */
function timeline() {
	const slots: (() => void)[][] = [];
	let slot = 0;
	return {
		now: () => slot / 1_000,
		at: (seconds: number, event: () => void) => {
			const later = Math.max(slot + 1, Math.ceil(seconds * 1_000));
			const events = slots[later] ?? [];
			slots[later] = events;
			events.push(event);
		},
		play: () => {
			for (; slot < slots.length; slot++) for (const event of slots[slot] ?? []) event();
		},
	};
}

type Storm = {
	readonly counters: number;
	/** Seconds within which they all come back. */
	readonly window: number;
	/** Batches a second. */
	readonly rate: number;
	/** How many times as long a batch takes in three seconds of every twenty. */
	readonly stalls: number;
	/** So many seconds, from the first one's return, it is another rate: nothing is at hand yet, or everybody comes at once. */
	readonly begins?: { readonly seconds: number; readonly rate: number };
};

/** Seconds from the first one's return until the last one is served; requests for each. */
function comeBack({ counters, window, rate, stalls, begins }: Storm) {
	const random = chance(1);
	const time = timeline();
	const guard = loadGuard(DEFAULT_LIMITS, () => time.now() * 1_000);
	const atOnce = DEFAULT_LIMITS.working.bulk;
	const waiting: (() => void)[] = [];
	let working = 0;
	let requests = 0;
	let served = 0;
	let last = 0;

	function goOn(): void {
		const finish = working < atOnce ? waiting.shift() : undefined;
		if (finish === undefined) return;
		working += 1;
		const slow = time.now() % 20 < 3 ? stalls : 1;
		const at = begins !== undefined && time.now() - QUIET < begins.seconds ? begins.rate : rate;
		time.at(time.now() + (atOnce / at) * (0.7 + 0.6 * random()) * slow, () => {
			working -= 1;
			finish();
			goOn();
		});
	}

	function counter(n: number, first: number): void {
		let link = FRESH_LINK;
		const ask = () => {
			requests += 1;
			const entry = guard.enter({ priority: "bulk", who: String(n), bytes: BYTES });
			if (entry.outcome === "turned_away") {
				link = linkAfterFailure(link, { now: time.now(), random: random(), retryAfter: entry.retryAfter });
				time.at(link.notBefore, ask);
				return;
			}
			waiting.push(() => {
				entry.leave();
				served += 1;
				last = time.now();
			});
			goOn();
		};
		time.at(first, ask);
	}

	// One now and then before, whom nobody keeps waiting: that says nothing of how quickly many get on.
	for (let at = 0; at < QUIET; at += 10) counter(-at - 1, at);
	for (let n = 0; n < counters; n++) counter(n, QUIET + random() * window);
	time.play();
	return { served, drained: last - QUIET, each: requests / served };
}

/** What nobody could better: every batch one after the other, without a pause, stalls included. */
function ideal({ counters, window, rate, stalls, begins = { seconds: 0, rate: 0 } }: Storm): number {
	const later = (counters - begins.seconds * begins.rate) / rate;
	return Math.max(window, begins.seconds + later / ((17 + 3 / stalls) / 20));
}

const COUNTRY = { counters: 12_000, window: 60, stalls: 1 };
/** Fewer with more, such as after hours without a network: a hundred records in each batch. */
const LONG = { counters: 440, window: 4, stalls: 1 };

it.each([
	{ ...COUNTRY, rate: 70 },
	{ ...COUNTRY, rate: 100 },
	{ ...COUNTRY, rate: 150 },
	{ ...COUNTRY, rate: 100, stalls: 4 },
	{ ...COUNTRY, rate: 80, stalls: 8 },
	{ ...COUNTRY, window: 120, rate: 90, begins: { seconds: 20, rate: 30 } },
	{ ...COUNTRY, rate: 110, begins: { seconds: 20, rate: 30 } },
	{ ...COUNTRY, rate: 110, begins: { seconds: 60, rate: 50 } },
	{ ...COUNTRY, rate: 110, begins: { seconds: 10, rate: 8 } },
	{ ...LONG, rate: 8 },
])("[IN-9] a country is served in little more than it takes to serve it: %o", (storm) => {
	const { served, drained, each } = comeBack(storm);
	expect(served).toBe(storm.counters + QUIET / 10);
	expect(drained).toBeLessThan(1.25 * ideal(storm));
	// Of a batch of eleven records: 0.3 for each record are allowed.
	expect(each).toBeLessThan(2.5);
});

it("[IN-7] whoever was told a time by a portal that got quicker since comes not much later than it could", () => {
	const storm = { ...LONG, rate: 12, begins: { seconds: 10, rate: 2 } };
	const { drained, each } = comeBack(storm);
	expect(drained).toBeLessThan(ideal(storm) + 45);
	expect(each).toBeLessThan(2.5);
});
