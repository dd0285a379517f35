import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CheckinEvent, Direction, Passage } from "./checkin-event";
import { OWN_POST, type Post } from "./checkin-store";
import { addEvents, NO_EVENTS } from "./event-set";
import { type Occupancy, occupancyOf } from "./occupancy";
import { groupsOf, insideOf } from "./persons";
import { latestOverride, OVERRIDE_LASTS, roomOf } from "./room";
import { tallyOf } from "./tally";

const HALL = "hall";
const START = 10_000;
const uuid = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;
const passage = (n: number, over: Partial<Passage> = {}): Passage => ({
	type: "passage",
	id: uuid(n),
	assignment: HALL,
	gate: "A",
	at: START + n,
	direction: "in",
	outcome: "accepted",
	format: "relais",
	pseudonym: `pass ${n}`,
	salt: "s",
	...over,
});
const setOf = (events: readonly CheckinEvent[]) => addEvents(NO_EVENTS, events);
/** This post, heard since its run began. */
const own: Post = { post: OWN_POST, gate: "A", role: "both", heard: START };
const alone = { assignment: HALL, gate: "A", gates: ["A"], closed: [], posts: [own] };
/** Of a run that began long before. */
const at = (now: number) => ({ now, lived: 3_600 });

/** What happens at one post in one second. */
type Act =
	| { readonly act: "pass"; readonly person: number; readonly direction: Direction }
	| { readonly act: "undo"; readonly back: number }
	| { readonly act: "correct"; readonly direction: Direction };

const act: fc.Arbitrary<Act | undefined> = fc.option(
	fc.oneof(
		{
			weight: 5,
			arbitrary: fc.record({
				act: fc.constant("pass" as const),
				person: fc.nat({ max: 5 }),
				direction: fc.constantFrom("in" as const, "out" as const),
			}),
		},
		{ weight: 1, arbitrary: fc.record({ act: fc.constant("undo" as const), back: fc.nat({ max: 4 }) }) },
		{
			weight: 1,
			arbitrary: fc.record({ act: fc.constant("correct" as const), direction: fc.constantFrom("in", "out") }),
		},
	),
	{ nil: undefined },
);

/** An evening: for each gate its salt, what it does in each second, and when the first gate heard of it last. */
const evening = fc.array(
	fc.record({
		salt: fc.constantFrom("s", "t"),
		acts: fc.array(act, { minLength: 12, maxLength: 12 }),
		heard: fc.nat({ max: 12 }),
	}),
	{ minLength: 1, maxLength: 3 },
);

type Recorded = { readonly post: number; readonly event: CheckinEvent; readonly person: number | undefined };

function play(gates: readonly { salt: string; acts: readonly (Act | undefined)[] }[]): readonly Recorded[] {
	const recorded: Recorded[] = [];
	for (let second = 0; second < 12; second++) {
		gates.forEach(({ salt, acts }, post) => {
			const todo = acts[second];
			if (todo === undefined) return;
			const base = { id: uuid(recorded.length), assignment: HALL, gate: `gate ${post}`, at: START + second };
			if (todo.act === "correct") {
				recorded.push({ post, person: undefined, event: { type: "correction", ...base, direction: todo.direction } });
			} else if (todo.act === "pass") {
				const { person, direction } = todo;
				const event = passage(0, { ...base, salt, direction, pseudonym: `${salt} ${person}` });
				recorded.push({ post, person, event });
			} else {
				const own = recorded.filter((one) => one.post === post && one.person !== undefined);
				const target = own.at(-1 - todo.back);
				if (target?.event.type !== "passage" || target.event.undoes !== undefined) return;
				const { event, person } = target;
				const direction: Direction = event.direction === "in" ? "out" : "in";
				recorded.push({ post, person, event: { ...event, ...base, direction, undoes: event.id } });
			}
		});
	}
	return recorded;
}

/** The truth, known to nobody at a gate: whose latest passage that stands is an entry, whatever the salts call them. */
function truthOf(recorded: readonly Recorded[]): number {
	const undone = new Set(recorded.map(({ event }) => (event.type === "passage" ? event.undoes : undefined)));
	const latest = new Map<number, Passage>();
	let corrected = 0;
	for (const { event, person } of recorded) {
		if (event.type === "correction") corrected += event.direction === "in" ? 1 : -1;
		if (event.type !== "passage" || person === undefined || event.undoes !== undefined || undone.has(event.id))
			continue;
		const before = latest.get(person);
		const later = before === undefined || event.at > before.at || rank(event) > rank(before);
		if (later) latest.set(person, event);
	}
	return Math.max(0, [...latest.values()].filter(({ direction }) => direction === "in").length + corrected);
}

/** Within a second entries come before exits, as everywhere. */
const rank = ({ direction, id }: Passage) => (direction === "out" ? 1 : 0) + Number.parseInt(id.slice(-4), 16) / 1e6;

describe("[CI-13] at least and at most", () => {
	it("hold at every gate, whatever was not heard of, taken back, corrected, or recorded under another salt", () => {
		fc.assert(
			fc.property(evening, (gates) => {
				const recorded = play(gates);
				const now = START + 11;
				const heardUntil = (post: number) => (post === 0 ? now : START + (gates[post]?.heard ?? 0) - 1);
				const known = recorded.filter(({ post, event }) => event.at <= heardUntil(post)).map(({ event }) => event);
				const posts: Post[] = gates.slice(1).map((_, i) => ({
					...{ post: uuid(i), gate: `gate ${i + 1}`, role: "both" as const },
					heard: heardUntil(i + 1),
				}));
				const names = gates.map((_, i) => `gate ${i}`);
				const heard = { assignment: HALL, gate: "gate 0", gates: names, closed: [], posts: [own, ...posts] };
				const { atLeast, atMost, counted } = occupancyOf(setOf(known), heard, at(now));
				const truth = truthOf(recorded);
				expect(atLeast).toBeLessThanOrEqual(truth);
				expect(atMost).toBeGreaterThanOrEqual(truth);
				expect(counted).toBeGreaterThanOrEqual(atLeast ?? 0);
				expect(counted).toBeLessThanOrEqual(atMost ?? 0);
			}),
			{ numRuns: 1_000 },
		);
	});

	it("are one number where this post is the only one, or all have just been heard under one salt", () => {
		const events = [passage(1), passage(2), passage(3, { pseudonym: "pass 1", direction: "out" })];
		const { counted, atLeast, atMost } = occupancyOf(setOf(events), alone, at(START + 9));
		expect({ counted, atLeast, atMost }).toEqual({ counted: 1, atLeast: 1, atMost: 1 });
	});

	it("widen by a person for each second since a post was heard", () => {
		const posts: Post[] = [{ post: uuid(1), gate: "B", role: "exit", heard: START }];
		const heard = { ...alone, gates: ["A", "B"], posts: [own, ...posts] };
		const seen = (now: number) => occupancyOf(setOf([passage(1), passage(2)]), heard, at(now));
		expect(seen(START)).toMatchObject({ counted: 2, atLeast: 1, atMost: 3, heard: START });
		expect(seen(START + 9)).toMatchObject({ counted: 2, atLeast: 0, atMost: 12 });
	});

	it("say nothing where a listed gate was never heard of, and name it", () => {
		const { counted, atLeast, atMost, silent } = occupancyOf(
			setOf([passage(1)]),
			{ ...alone, gates: ["A", "B"] },
			at(START),
		);
		expect({ counted, atLeast, atMost, silent }).toEqual({
			counted: 1,
			atLeast: undefined,
			atMost: undefined,
			silent: ["B"],
		});
		const closed = occupancyOf(setOf([passage(1)]), { ...alone, gates: ["A", "B"], closed: ["B"] }, at(START));
		expect(closed).toMatchObject({ atLeast: 1, atMost: 1, silent: [] });
	});

	it("add up under salts that cannot be compared, and say that they cannot", () => {
		const events = [passage(1), passage(2), passage(3, { salt: "t", gate: "B" })];
		const posts: Post[] = [{ post: uuid(1), gate: "B", role: "entry", heard: START + 10 }];
		const seen = occupancyOf(setOf(events), { ...alone, gates: ["A", "B"], posts: [own, ...posts] }, at(START + 10));
		expect(seen).toMatchObject({ counted: 3, atLeast: 1, atMost: 4, apart: true });
	});

	it("say nothing where a post is known of, and not until when it was heard", () => {
		const posts: Post[] = [own, { post: uuid(1), gate: "B", role: "both", heard: 0 }];
		const seen = occupancyOf(setOf([passage(1)]), { ...alone, gates: ["A", "B"], posts }, at(START));
		expect(seen).toMatchObject({ counted: 1, atLeast: undefined, atMost: undefined, silent: [] });
	});
});

describe("[CI-10] persons by pass and by code", () => {
	/** One paper's QR and code, and another paper with the same code. */
	const shown = fc.record({
		id: fc.nat({ max: 30 }),
		at: fc.nat({ max: 6 }),
		by: fc.constantFrom("qr", "twin", "code"),
		direction: fc.constantFrom("in" as const, "out" as const),
	});
	const eventOf = ({ id, at, by, direction }: { id: number; at: number; by: string; direction: Direction }) => {
		const named = by === "code" ? { pseudonym: "code", format: "code" as const } : { pseudonym: by, alias: "code" };
		return passage(id, { ...named, at: START + at, direction });
	};
	const insideAfter = (events: readonly Passage[]) => tallyOf(setOf(events), HALL).inside;

	it("one event changes the number by one person at most, whenever it is heard of", () => {
		fc.assert(
			fc.property(fc.uniqueArray(shown, { selector: ({ id }) => id, minLength: 1, maxLength: 7 }), (list) => {
				const events = list.map(eventOf);
				const before = insideAfter(events.slice(0, -1));
				expect(Math.abs(insideAfter(events) - before)).toBeLessThanOrEqual(1);
			}),
			{ numRuns: 2_000 },
		);
	});

	it.each<[string, readonly [string, Direction][], number]>([
		[
			"in by QR and out by code",
			[
				["qr", "in"],
				["code", "out"],
			],
			0,
		],
		[
			"in by code and out by QR",
			[
				["code", "in"],
				["qr", "out"],
			],
			0,
		],
		[
			"in by both",
			[
				["qr", "in"],
				["code", "in"],
			],
			1,
		],
		[
			"twins by their QRs",
			[
				["qr", "in"],
				["twin", "in"],
			],
			2,
		],
		[
			"twins in, one out by the code",
			[
				["qr", "in"],
				["twin", "in"],
				["code", "out"],
			],
			1,
		],
		[
			"in again by QR after leaving by code",
			[
				["qr", "in"],
				["code", "out"],
				["qr", "in"],
			],
			1,
		],
	])("%s", (_, steps, inside) => {
		const events = steps.map(([by, direction], at) => eventOf({ id: at, at, by, direction }));
		expect(groupsOf(events).reduce((sum, group) => sum + insideOf(group), 0)).toBe(inside);
	});
});

describe("[CI-14] room", () => {
	const seen = (counted: number, atMost: number | undefined = counted) => ({ counted, atMost }) as Occupancy;
	const limits = { capacity: 10, warnAt: 90, override: undefined };
	it("warns from the threshold on, and where the count cannot exclude that it is full", () => {
		expect(roomOf(seen(8), limits, START).state).toBe("room");
		expect(roomOf(seen(9), limits, START).state).toBe("nearly");
		expect(roomOf(seen(5, 10), limits, START).state).toBe("nearly");
		expect(roomOf(seen(5, undefined), limits, START).state).toBe("room");
		expect(roomOf(seen(50), { ...limits, capacity: null }, START).state).toBe("uncounted");
	});

	it("stops at the capacity, and a supervisor's word lifts it at its gate for a while", () => {
		const override = {
			type: "override",
			id: uuid(1),
			assignment: HALL,
			gate: "A",
			at: START,
			reason: "shelter",
		} as const;
		expect(roomOf(seen(10), limits, START)).toEqual({ state: "full", override: undefined, until: undefined });
		const until = START + OVERRIDE_LASTS;
		expect(roomOf(seen(11), { ...limits, override }, START)).toEqual({ state: "full", override, until });
		expect(roomOf(seen(11), { ...limits, override }, until)).toMatchObject({ state: "full", until: undefined });
		const set = setOf([override, { ...override, id: uuid(2), at: START - 5 }]);
		expect(latestOverride(set, { assignment: HALL, gate: "A" })).toEqual(override);
		expect(latestOverride(set, { assignment: HALL, gate: "B" })).toBeUndefined();
	});
});
