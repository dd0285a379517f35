import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkinEvent } from "@/lib/protocol/checkins";
import type { CheckinEvent, Passage } from "./checkin-event";
import { undoOf } from "./decide-passage";
import { addEvents, type EventSet, NO_EVENTS, passagesOf } from "./event-set";
import { seenOf } from "./persons";
import { tallyOf } from "./tally";

const ASSIGNMENT = "hall";
const uuid = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;
const pseudonymOf = (n: number) => n.toString().padStart(22, "A");

function passage(n: number, over: Partial<Passage> = {}): Passage {
	return {
		type: "passage",
		salt: "saltsaltsal",
		id: uuid(n),
		assignment: ASSIGNMENT,
		gate: "A",
		at: 1_000 + n,
		direction: "in",
		outcome: "accepted",
		format: "relais",
		pseudonym: pseudonymOf(n),
		...over,
	};
}

const latestOf = (set: EventSet, ...pseudonyms: string[]) =>
	seenOf(
		set,
		pseudonyms.map((pseudonym) => ({ pseudonym, alias: undefined })),
	).latest;
const setOf = (...events: CheckinEvent[]): EventSet => addEvents(NO_EVENTS, events);

/** Few passes, few seconds, few ids: collisions, repeats and undos of anything are the common case. */
const poisoned: fc.Arbitrary<Passage> = fc
	.record({
		id: fc.integer({ min: 0, max: 11 }),
		pass: fc.integer({ min: 0, max: 3 }),
		at: fc.integer({ min: 0, max: 6 }),
		direction: fc.constantFrom("in" as const, "out" as const),
		assignment: fc.constantFrom(ASSIGNMENT, "other"),
		undoes: fc.option(fc.integer({ min: 0, max: 13 }), { nil: undefined }),
	})
	.map(({ id, pass, undoes, ...rest }) =>
		passage(id, {
			...rest,
			pseudonym: pseudonymOf(pass),
			...(undoes === undefined ? {} : { undoes: uuid(undoes) }),
		}),
	);

describe("a grow-only set", () => {
	it("[CI-1] the same events in any order and number give the same tally", () => {
		fc.assert(
			fc.property(
				fc
					.array(poisoned, { maxLength: 30 })
					.chain((events) =>
						fc.tuple(
							fc.constant(events),
							fc.shuffledSubarray(events, { minLength: events.length }),
							fc.array(fc.nat(), { maxLength: 20 }),
						),
					),
				([events, shuffled, repeats]) => {
					const again = repeats.flatMap((n) => events[n % Math.max(1, events.length)] ?? []);
					const one = addEvents(NO_EVENTS, events);
					const other = addEvents(addEvents(NO_EVENTS, again), [...shuffled, ...again]);
					expect(tallyOf(other, ASSIGNMENT)).toEqual(tallyOf(one, ASSIGNMENT));
					expect(passagesOf(other)).toEqual(passagesOf(one));
				},
			),
		);
	});

	it("[CI-1] merging is commutative, associative and idempotent", () => {
		const some = fc.array(poisoned, { maxLength: 12 });
		fc.assert(
			fc.property(some, some, some, (a, b, c) => {
				const [x, y, z] = [a, b, c].map((events) => addEvents(NO_EVENTS, events)) as [EventSet, EventSet, EventSet];
				const join = (left: EventSet, right: EventSet) => addEvents(left, right.values());
				expect(new Set(join(x, y).values())).toEqual(new Set(join(y, x).values()));
				expect(new Set(join(join(x, y), z).values())).toEqual(new Set(join(x, join(y, z)).values()));
				expect(join(x, x)).toBe(x);
			}),
		);
	});

	it("[CI-3] occupancy stays between 0 and the number of passes seen", () => {
		fc.assert(
			fc.property(fc.array(poisoned, { maxLength: 40 }), (events) => {
				const { inside, entries, exits } = tallyOf(addEvents(NO_EVENTS, events), ASSIGNMENT);
				expect(inside).toBeGreaterThanOrEqual(0);
				expect(inside).toBeLessThanOrEqual(new Set(events.map((event) => event.pseudonym)).size);
				expect(entries + exits).toBeLessThanOrEqual(new Set(events.map((event) => event.id)).size);
			}),
		);
	});

	it("adding nothing new keeps the same set, so that screens need not redraw", () => {
		const set = setOf(passage(1));
		expect(addEvents(set, [passage(1)])).toBe(set);
	});
});

describe("tally", () => {
	it("[CI-3] counts passes inside, not passages", () => {
		const set = setOf(
			passage(1),
			passage(2),
			passage(3, { pseudonym: pseudonymOf(1) }),
			passage(4, { pseudonym: pseudonymOf(2), direction: "out" }),
		);
		expect(tallyOf(set, ASSIGNMENT)).toEqual({ inside: 1, entries: 3, exits: 1, corrected: 0, newest: 1_004 });
	});

	it("[CI-3] an exit of someone who came in elsewhere does not go below zero", () => {
		expect(tallyOf(setOf(passage(1, { direction: "out" })), ASSIGNMENT).inside).toBe(0);
	});

	it("each assignment has its own count", () => {
		const set = setOf(passage(1), passage(2, { assignment: "other" }));
		expect(tallyOf(set, ASSIGNMENT).entries).toBe(1);
	});

	it("entry and exit in one second are read in that order", () => {
		const set = setOf(passage(9), passage(1, { at: 1_009, direction: "out", pseudonym: pseudonymOf(9) }));
		expect(tallyOf(set, ASSIGNMENT).inside).toBe(0);
	});
});

describe("undo", () => {
	it("[CI-2] takes an entry back, once, even when it arrives before it", () => {
		const entry = passage(1);
		const undo = undoOf(entry, { id: uuid(2), at: 900 });
		expect(undo).toMatchObject({ direction: "out", at: entry.at, undoes: entry.id });
		for (const set of [setOf(entry, undo), setOf(undo, entry), setOf(undo, entry, undo)]) {
			expect(tallyOf(set, ASSIGNMENT)).toEqual({ inside: 0, entries: 0, exits: 0, corrected: 0, newest: undefined });
			expect(latestOf(set, pseudonymOf(9), entry.pseudonym)).toBeUndefined();
		}
	});

	it("[CI-2] brings back the state before: taking back an exit leaves the person inside", () => {
		const entry = passage(1);
		const exit = passage(2, { pseudonym: entry.pseudonym, direction: "out" });
		const set = setOf(entry, exit, undoOf(exit, { id: uuid(3), at: 2_000 }));
		expect(tallyOf(set, ASSIGNMENT)).toMatchObject({ inside: 1, entries: 1, exits: 0 });
		expect(latestOf(set, pseudonymOf(9), entry.pseudonym)).toEqual(entry);
	});

	it("[CI-2] cannot take back another pass's passage, nor another undo", () => {
		const entry = passage(1);
		const undo = undoOf(entry, { id: uuid(2), at: 1_100 });
		const stranger = passage(3, { direction: "out", undoes: entry.id });
		expect(tallyOf(setOf(entry, stranger), ASSIGNMENT).entries).toBe(1);
		const undoOfUndo = { ...entry, id: uuid(4), undoes: undo.id };
		expect(tallyOf(setOf(entry, undo, undoOfUndo), ASSIGNMENT).entries).toBe(0);
	});

	it("the event with `undoes` fits the wire schema", () => {
		expect(checkinEvent.parse(undoOf(passage(1), { id: uuid(2), at: 1 }))).toHaveProperty("undoes", uuid(1));
	});
});
