import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import { addEvents, type EventSet, NO_EVENTS } from "@/lib/checkin/event-set";
import {
	isLinked,
	type LinkEffect,
	type LinkInput,
	type LinkState,
	newLink,
	type Self,
	sharesSalt,
	stepLink,
} from "./gate-link";
import { MESSAGE_LIMIT, readLinkMessage } from "./link-message";

const NOW = 1_628_868_600;
const self = (over: Partial<Self> = {}): Self => ({
	...{ assignment: "hall", gate: "A", salts: ["AAAAAAAAAAA"], lists: { keyset: 1, list: NOW } },
	...over,
});
let made = 0;
const uuid = (n: number) => {
	const node = (n * 0x9e37_79b9_7f4a).toString(16).padStart(12, "0").slice(-12);
	return `${node.slice(0, 8)}-0000-4000-8000-${node}`;
};
function passage(over: Partial<CheckinEvent> = {}): CheckinEvent {
	const n = ++made;
	return {
		...{
			type: "passage",
			salt: "AAAAAAAAAAA",
			id: uuid(n),
			assignment: "hall",
			gate: "A",
			at: NOW + n,
			direction: "in",
			outcome: "accepted",
		},
		...{ format: "relais", pseudonym: n.toString().padStart(22, "A"), ...over },
	} as CheckinEvent;
}

/** A gate of the simulation: its set of events, its salts, and a link for each wire that is up. */
type Gate = { events: EventSet; self: Self; open: boolean; links: Map<Wire, LinkState>; done: LinkEffect[] };
/** What is on its way from each end to the other. */
type Wire = { readonly ends: readonly [Gate, Gate]; readonly queues: [string[], string[]]; up: boolean };

const gate = (over: Partial<Self> = {}, events: readonly CheckinEvent[] = []): Gate => ({
	...{ events: addEvents(NO_EVENTS, events), self: self(over), open: false, links: new Map(), done: [] },
});
const wire = (one: Gate, other: Gate): Wire => ({ ends: [one, other], queues: [[], []], up: false });

function feed(at: Gate, on: Wire, input: LinkInput): void {
	const before = at.links.get(on);
	if (before === undefined) return;
	const { state, effects } = stepLink(before, input);
	at.links.set(on, state);
	for (const effect of effects) act(at, on, effect);
}

/** What the browser part does, on memory. */
function act(at: Gate, on: Wire, effect: LinkEffect): void {
	at.done.push(effect);
	const out = on.queues[on.ends[0] === at ? 0 : 1];
	if (effect.type === "send") out.push(JSON.stringify(effect.message));
	if (effect.type === "merge") change(at, addEvents(at.events, effect.events));
	if (effect.type === "handOnSalts") {
		out.push(JSON.stringify({ type: "salts", salts: at.self.salts.map(secretOf) }));
	}
	if (effect.type === "adoptSalts") {
		const salts = [...new Set([...at.self.salts, ...effect.salts.map(({ secret }) => secret.slice(0, 11))])].sort();
		at.self = { ...at.self, salts };
		for (const other of at.links.keys()) feed(at, other, { type: "self", self: at.self });
	}
	if (effect.type === "end") cut(on);
}
const secretOf = (id: string) => ({ made: NOW, secret: id.padEnd(43, "A") });

function change(at: Gate, events: EventSet): void {
	at.events = events;
	for (const on of at.links.keys()) feed(at, on, { type: "events", events });
}

function connect(on: Wire): void {
	if (on.up) return;
	on.up = true;
	for (const end of on.ends) {
		end.links.set(on, newLink(end.self, end.events));
		feed(end, on, { type: "opened" });
		feed(end, on, { type: "pairing", open: end.open });
	}
}

/** What is on its way is lost. */
function cut(on: Wire): void {
	on.up = false;
	on.queues[0].length = 0;
	on.queues[1].length = 0;
	for (const end of on.ends) end.links.delete(on);
}

function deliver(on: Wire, from: 0 | 1): boolean {
	const text = on.queues[from].shift();
	if (text === undefined) return false;
	expect(text.length).toBeLessThanOrEqual(MESSAGE_LIMIT);
	feed(on.ends[from === 0 ? 1 : 0], on, { type: "heard", text, now: NOW });
	return true;
}

function settle(wires: readonly Wire[]): void {
	for (const on of wires) connect(on);
	for (let round = 0; round < 3; round++) {
		for (const on of wires) for (const end of on.ends) feed(end, on, { type: "tick", posts: [] });
		for (let moved = true, steps = 0; moved; steps++) {
			if (steps > 10_000) throw new Error("they never fall silent");
			moved = wires.map((on) => [deliver(on, 0), deliver(on, 1)].includes(true)).includes(true);
		}
	}
}

const idsOf = (at: Gate) => [...at.events.keys()].sort();

describe("[GG-4] gates that are linked", () => {
	const step = fc.oneof(
		{ weight: 4, arbitrary: fc.record({ do: fc.constant("record" as const), at: fc.nat({ max: 3 }) }) },
		{ weight: 6, arbitrary: fc.record({ do: fc.constant("deliver" as const), at: fc.nat({ max: 5 }) }) },
		{
			weight: 1,
			arbitrary: fc.record({ do: fc.constantFrom("cut" as const, "connect" as const), at: fc.nat({ max: 2 }) }),
		},
		{ weight: 1, arbitrary: fc.record({ do: fc.constant("tick" as const), at: fc.nat({ max: 2 }) }) },
	);

	it("come to the same set, whatever was recorded when and however often the channel was lost, through other gates too", () => {
		fc.assert(
			fc.property(fc.array(step, { maxLength: 60 }), fc.nat({ max: 5 }), (steps, before) => {
				const gates = Array.from({ length: 4 }, () =>
					gate(
						{},
						Array.from({ length: before }, () => passage()),
					),
				);
				const [a, b, c, d] = gates as [Gate, Gate, Gate, Gate];
				const wires = [wire(a, b), wire(b, c), wire(c, d)];
				for (const one of steps) {
					const on = wires[one.at % 3];
					const at = gates[one.at % 4];
					if (on === undefined || at === undefined) throw new Error("no such gate");
					if (one.do === "record") change(at, addEvents(at.events, [passage()]));
					else if (one.do === "deliver") deliver(on, one.at < 3 ? 0 : 1);
					else if (one.do === "cut") cut(on);
					else if (one.do === "connect") connect(on);
					else for (const end of on.ends) feed(end, on, { type: "tick", posts: [] });
				}
				settle(wires);
				const all = [...new Set(gates.flatMap(idsOf))].sort();
				for (const each of gates) expect(idsOf(each)).toEqual(all);
			}),
		);
	});

	it("are told of a passage at once, each once, and it goes on to the gates beyond", () => {
		const [a, b, c] = [gate(), gate({ gate: "B" }), gate({ gate: "C" })];
		const wires = [wire(a, b), wire(b, c)];
		settle(wires);
		for (const each of [a, b, c]) each.done.length = 0;
		const entry = passage();
		change(a, addEvents(a.events, [entry]));
		for (const on of wires) deliver(on, 0);
		expect(idsOf(c)).toEqual([entry.id]);
		const sent = [a, b, c].map(({ done }) => done.filter(({ type }) => type === "send"));
		expect(sent.map(({ length }) => length)).toEqual([1, 1, 0]);
	});

	it("take what the other one says of the posts once both hold the same, and not before", () => {
		const [a, b] = [gate({}, [passage()]), gate({ gate: "B" })];
		const on = wire(a, b);
		connect(on);
		const posts = [{ post: "device-1", gate: "A", role: "entry" as const, ago: 0 }];
		feed(a, on, { type: "tick", posts });
		while (deliver(on, 1));
		feed(a, on, { type: "tick", posts });
		// Hello, digest, then a word that comes before the events do.
		deliver(on, 0);
		deliver(on, 0);
		deliver(on, 0);
		expect(effectsOf(b, "complete")).toEqual([]);
		settle([on]);
		feed(a, on, { type: "tick", posts });
		while (deliver(on, 0));
		expect(effectsOf(b, "complete").at(-1)).toEqual({ type: "complete", posts });
	});

	it("that met before send what differs, not all that there is", () => {
		const common = Array.from({ length: 600 }, () => passage());
		const [a, b] = [gate({}, common), gate({}, [...common, passage()])];
		const on = wire(a, b);
		settle([on]);
		expect(idsOf(a)).toEqual(idsOf(b));
		const sent = [a, b].flatMap(({ done }) =>
			done.flatMap((effect) =>
				effect.type === "send" && effect.message.type === "events" ? effect.message.events : [],
			),
		);
		expect(sent.length).toBeGreaterThan(0);
		expect(sent.length).toBeLessThan(60);
	});

	it("send thousands in messages that the other side takes", () => {
		const many = Array.from({ length: 2500 }, () => passage());
		const [a, b] = [gate({}, many), gate()];
		settle([wire(a, b)]);
		expect(b.events.size).toBe(2500);
		expect([...a.links.values()][0]?.sent).toBe(2500);
		expect([...b.links.values()][0]?.received).toBe(2500);
	});
});

const stateOf = (at: Gate) => [...at.links.values()][0];
const effectsOf = (at: Gate, type: LinkEffect["type"]) => at.done.filter((effect) => effect.type === type);

describe("[GG-1] who is at the other end", () => {
	it("works at another event: nothing is told, and the link ends", () => {
		const [a, b] = [gate({}, [passage()]), gate({ assignment: "hall 2" }, [passage({ assignment: "hall 2" })])];
		[a.open, b.open] = [true, true];
		const on = wire(a, b);
		connect(on);
		const states = [stateOf(a), stateOf(b)];
		while (deliver(on, 0) || deliver(on, 1));
		expect(states.every((state) => state !== undefined && !isLinked(state))).toBe(true);
		for (const each of [a, b]) {
			expect(each.events.size).toBe(1);
			const said = effectsOf(each, "send").map((effect) => effect.type === "send" && effect.message.type);
			expect(said.filter((type) => type !== "hello" && type !== "bye")).toEqual([]);
			expect(effectsOf(each, "handOnSalts")).toEqual([]);
		}
	});

	it("has not said who it is: nothing is taken from it", () => {
		const state = newLink(self());
		const text = JSON.stringify({ type: "events", events: [passage()] });
		expect(stepLink(state, { type: "heard", text, now: NOW }).effects).toEqual([]);
		const get = JSON.stringify({ type: "get", id: 1, uri: "/trust/list.jwt", etag: null, offset: 0 });
		expect(stepLink(state, { type: "heard", text: get, now: NOW }).effects).toEqual([]);
	});
});

describe("[GG-5] what is no message", () => {
	const linked = () => {
		const [a, b] = [gate(), gate({ gate: "B" })];
		settle([wire(a, b)]);
		const state = stateOf(a);
		if (state === undefined) throw new Error("not linked");
		return state;
	};
	const event = passage();

	it.each([
		["not JSON", "{"],
		["of another version", JSON.stringify({ type: "hello", version: 2, ...self() })],
		["unknown", JSON.stringify({ type: "names", names: [] })],
		["with a member too many", JSON.stringify({ type: "ping", events: 0, sum: "0".repeat(12), posts: [], name: "x" })],
		["an event with a name in it", JSON.stringify({ type: "events", events: [{ ...event, family: "x" }] })],
		["events of another event", JSON.stringify({ type: "events", events: [passage({ assignment: "hall 2" })] })],
		["too many at once", JSON.stringify({ type: "events", events: Array.from({ length: 101 }, () => event) })],
		["longer than any message", JSON.stringify({ type: "bye", more: "x".repeat(MESSAGE_LIMIT) })],
	])("%s ends the link, and nothing of it is kept", (_, text) => {
		const { state, effects } = stepLink(linked(), { type: "heard", text, now: NOW });
		expect(state.ended).toBe("unreadable");
		expect(effects).toEqual([{ type: "send", message: { type: "bye" } }, { type: "end" }]);
		expect(stepLink(state, { type: "events", events: addEvents(NO_EVENTS, [event]) }).effects).toEqual([]);
	});

	it("never makes the reader throw", () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
				readLinkMessage(text);
			}),
		);
	});
});

describe("[GG-2] a salt", () => {
	const salts = [["AAAAAAAAAAA"], ["BBBBBBBBBBB"]] as const;

	it.each([
		[false, false],
		[true, false],
		[false, true],
	])("stays where it is unless pairing is open on both sides (%s, %s)", (one, other) => {
		const [a, b] = [gate({ salts: [...salts[0]] }), gate({ salts: [...salts[1]] })];
		[a.open, b.open] = [one, other];
		settle([wire(a, b)]);
		expect(a.self.salts).toEqual(salts[0]);
		expect(b.self.salts).toEqual(salts[1]);
		if (!one) expect(effectsOf(a, "handOnSalts")).toEqual([]);
		const state = stateOf(a);
		expect(state && isLinked(state) && sharesSalt(state)).toBe(false);
	});

	it("is handed over both ways while it is, whenever it is opened, and never again", () => {
		const [a, b] = [gate({ salts: [...salts[0]] }), gate({ salts: [...salts[1]] })];
		const on = wire(a, b);
		settle([on]);
		for (const end of [a, b]) {
			end.open = true;
			feed(end, on, { type: "pairing", open: true });
		}
		settle([on]);
		// The one that opened first handed on before the other one took: it asks again when it hears what that one holds.
		expect([a.self.salts, b.self.salts]).toEqual([
			["AAAAAAAAAAA", "BBBBBBBBBBB"],
			["AAAAAAAAAAA", "BBBBBBBBBBB"],
		]);
		const state = stateOf(b);
		expect(state && sharesSalt(state)).toBe(true);
		const before = effectsOf(a, "handOnSalts").length;
		change(a, addEvents(a.events, [passage()]));
		settle([on]);
		expect(effectsOf(a, "handOnSalts")).toHaveLength(before);
	});
});

describe("[GG-6] newer lists at the other gate", () => {
	it.each([
		["a newer list", 1, { keyset: 1, list: NOW + 1 }],
		["a newer keyset", 1, { keyset: 2, list: NOW }],
		["the same", 0, { keyset: 1, list: NOW }],
		["older ones", 0, { keyset: 1, list: NOW - 1 }],
	])("%s: fetched %i times, by this gate only, and once", (_, times, lists) => {
		const [a, b] = [gate(), gate({ lists })];
		const on = wire(a, b);
		settle([on]);
		for (const end of [a, b]) feed(end, on, { type: "self", self: end.self });
		settle([on]);
		expect(effectsOf(a, "fetchLists")).toHaveLength(times);
	});
});

describe("[GG-8] a gate that lost its post", () => {
	it("gets it from the other one while pairing is open there, and then is a gate like any other", () => {
		const [lost, b] = [gate({ assignment: null, gate: "", salts: [] }), gate({ gate: "B" }, [passage()])];
		lost.open = true;
		const on = wire(lost, b);
		settle([on]);
		expect(effectsOf(b, "handOnPost")).toEqual([]);
		expect(lost.events.size).toBe(0);
		b.open = true;
		feed(b, on, { type: "pairing", open: true });
		expect(effectsOf(b, "handOnPost")).toHaveLength(1);
		const post = { type: "post", root: "r".repeat(43), post: { assignment: "hall" } };
		on.queues[1].push(JSON.stringify(post));
		settle([on]);
		expect(effectsOf(lost, "takePost")).toEqual([{ type: "takePost", post }]);
		lost.self = self({ gate: "A", salts: [] });
		feed(lost, on, { type: "self", self: lost.self });
		settle([on]);
		expect(idsOf(lost)).toEqual(idsOf(b));
		expect(lost.self.salts).toEqual(b.self.salts);
	});

	it("that has a post takes no other one", () => {
		const text = JSON.stringify({ type: "post", root: "r".repeat(43), post: {} });
		const state = { ...newLink(self()), open: true };
		expect(stepLink(state, { type: "heard", text, now: NOW }).effects).toEqual([]);
	});
});
