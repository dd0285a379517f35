import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addEvents, NO_EVENTS } from "@/lib/checkin/event-set";
import {
	change,
	connect,
	deliver,
	effectsOf,
	feed,
	gate,
	idsOf,
	NOW,
	passage,
	self,
	settle,
	stateOf,
	wire,
} from "@/tests/support/linked-gates";
import { isLinked, newLink, sharesSalt, stepLink } from "./gate-link";
import { MESSAGE_LIMIT, readLinkMessage } from "./link-message";

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

const PING = { type: "ping", number: 1, echo: 0, events: 0, sum: "0".repeat(12), posts: [] };

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
		["of another version", JSON.stringify({ type: "hello", version: 1, ...self() })],
		["unknown", JSON.stringify({ type: "names", names: [] })],
		["with a member too many", JSON.stringify({ ...PING, name: "x" })],
		["without the ping that it echoes", JSON.stringify({ ...PING, echo: undefined })],
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
