/** Gates of one event on memory: what each says is delivered when the test says so, or lost. */
import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import { addEvents, type EventSet, NO_EVENTS } from "@/lib/checkin/event-set";
import {
	type LinkEffect,
	type LinkInput,
	type LinkState,
	newLink,
	type Self,
	stepLink,
} from "@/lib/gatelink/gate-link";
import { MESSAGE_LIMIT, type PostWord } from "@/lib/gatelink/link-message";

export const NOW = 1_628_868_600;
export const self = (over: Partial<Self> = {}): Self => ({
	...{ assignment: "hall", gate: "A", salts: ["AAAAAAAAAAA"], lists: { keyset: 1, list: NOW } },
	...over,
});
let made = 0;
const uuid = (n: number) => {
	const node = (n * 0x9e37_79b9_7f4a).toString(16).padStart(12, "0").slice(-12);
	return `${node.slice(0, 8)}-0000-4000-8000-${node}`;
};
export function passage(over: Partial<CheckinEvent> = {}): CheckinEvent {
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
export type Gate = { events: EventSet; self: Self; open: boolean; links: Map<Wire, LinkState>; done: LinkEffect[] };
/** What is on its way from each end to the other. */
export type Wire = { readonly ends: readonly [Gate, Gate]; readonly queues: [string[], string[]]; up: boolean };

export const gate = (over: Partial<Self> = {}, events: readonly CheckinEvent[] = []): Gate => ({
	...{ events: addEvents(NO_EVENTS, events), self: self(over), open: false, links: new Map(), done: [] },
});
export const wire = (one: Gate, other: Gate): Wire => ({ ends: [one, other], queues: [[], []], up: false });

export function feed(at: Gate, on: Wire, input: LinkInput): void {
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

export function change(at: Gate, events: EventSet): void {
	at.events = events;
	for (const on of at.links.keys()) feed(at, on, { type: "events", events });
}

export function connect(on: Wire): void {
	if (on.up) return;
	on.up = true;
	for (const end of on.ends) {
		end.links.set(on, newLink(end.self, end.events));
		feed(end, on, { type: "opened" });
		feed(end, on, { type: "pairing", open: end.open });
	}
}

/** What is on its way is lost. */
export function cut(on: Wire): void {
	on.up = false;
	on.queues[0].length = 0;
	on.queues[1].length = 0;
	for (const end of on.ends) end.links.delete(on);
}

export function deliver(on: Wire, from: 0 | 1): boolean {
	const text = on.queues[from].shift();
	if (text === undefined) return false;
	if (text.length > MESSAGE_LIMIT) throw new Error("longer than any message");
	feed(on.ends[from === 0 ? 1 : 0], on, { type: "heard", text, now: NOW });
	return true;
}

/** Says that it is still there. `posts`: those that it speaks for. */
export function tick(at: Gate, on: Wire, { posts = [] as readonly PostWord[], now = NOW } = {}): void {
	feed(at, on, { type: "tick", posts, echo: at.links.get(on)?.echo ?? 0, now });
}

export function settle(wires: readonly Wire[]): void {
	for (const on of wires) connect(on);
	for (let round = 0; round < 3; round++) {
		for (const on of wires) for (const end of on.ends) tick(end, on);
		for (let moved = true, steps = 0; moved; steps++) {
			if (steps > 10_000) throw new Error("they never fall silent");
			moved = wires.map((on) => [deliver(on, 0), deliver(on, 1)].includes(true)).includes(true);
		}
	}
}

export const idsOf = (at: Gate) => [...at.events.keys()].sort();

export const stateOf = (at: Gate) => [...at.links.values()][0];
export const effectsOf = (at: Gate, type: LinkEffect["type"]) => at.done.filter((effect) => effect.type === type);
