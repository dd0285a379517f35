import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addEvents } from "@/lib/checkin/event-set";
import {
	change,
	connect,
	cut,
	deliver,
	effectsOf,
	feed,
	type Gate,
	gate,
	idsOf,
	NOW,
	passage,
	settle,
	tick,
	wire,
} from "@/tests/support/linked-gates";

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
					else for (const end of on.ends) tick(end, on);
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
		tick(a, on, { posts });
		while (deliver(on, 1));
		tick(a, on, { posts });
		// Hello, digest, then a word that comes before the events do.
		deliver(on, 0);
		deliver(on, 0);
		deliver(on, 0);
		expect(effectsOf(b, "complete")).toEqual([]);
		settle([on]);
		tick(a, on, { posts });
		while (deliver(on, 0));
		expect(effectsOf(b, "complete").at(-1)).toEqual({ type: "complete", posts, since: NOW });
	});

	it("[GG-9] believe what was held up on its way for a minute to be as old as the ping that it echoes", () => {
		const [a, b] = [gate(), gate({ gate: "B" })];
		const on = wire(a, b);
		settle([on]);
		const posts = [{ post: "device-1", gate: "A", role: "entry" as const, ago: 3 }];
		tick(b, on, { now: NOW + 100 });
		while (deliver(on, 1));
		tick(a, on, { posts, now: NOW + 5_000 });
		tick(b, on, { now: NOW + 160 });
		while (deliver(on, 0));
		expect(effectsOf(b, "complete").at(-1)).toEqual({ type: "complete", posts, since: NOW + 100 });
		// Said again without having heard of anything newer, it is no younger.
		tick(a, on, { posts, now: NOW + 5_002 });
		while (deliver(on, 0));
		expect(effectsOf(b, "complete").at(-1)).toEqual({ type: "complete", posts, since: NOW + 100 });
	});

	it("[GG-9] believe nothing of a gate that echoes no ping of theirs", () => {
		const [a, b] = [gate(), gate({ gate: "B" })];
		const on = wire(a, b);
		connect(on);
		while (deliver(on, 0) || deliver(on, 1));
		for (const echo of [0, 7]) feed(a, on, { type: "tick", posts: [], echo, now: NOW });
		while (deliver(on, 0));
		expect(effectsOf(b, "complete")).toEqual([]);
		tick(b, on);
		while (deliver(on, 1));
		tick(a, on);
		while (deliver(on, 0));
		expect(effectsOf(b, "complete")).toHaveLength(1);
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
