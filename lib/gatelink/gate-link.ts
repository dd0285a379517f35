/**
 * One link between two gates as a state machine: what is said when, whatever the channel loses, repeats or cuts off.
 * `stepLink` takes what happened and answers with the next state and what is to be done; it stores and sends nothing.
 */
import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import { type EventSet, NO_EVENTS } from "@/lib/checkin/event-set";
import { assertNever } from "@/lib/shared/assert-never";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { differing, digestOf, sumOf } from "./event-digest";
import {
	EVENT_BATCH,
	type Hello,
	type LinkMessage,
	type ListsStand,
	POST_LIMIT,
	type PostWord,
	readLinkMessage,
} from "./link-message";

/** What this gate tells of itself; `assignment` null: it takes over the other gate's post. */
export type Self = Omit<Hello, "type" | "version">;

export type LinkState = {
	readonly self: Self;
	/** Events of the assignment that this gate holds. */
	readonly events: EventSet;
	/** Pairing is open here: the supervisor's PIN was given and the pairing screen is still there (GG-2). */
	readonly open: boolean;
	/** What the other gate said of itself last; undefined until it has. */
	readonly peer: Self | undefined;
	/** Ids that need not be sent: the other gate has them, or the digest looks after them. */
	readonly offered: ReadonlySet<string>;
	/** Stand of the other gate's lists that was fetched or is being fetched, so that it is tried once. */
	readonly fetched: ListsStand | undefined;
	readonly received: number;
	readonly sent: number;
	/** When the other gate was last heard. */
	readonly heardAt: NumericDate | undefined;
	/** Number of this gate's last ping. */
	readonly pings: number;
	/** When those were sent that the other gate has not echoed, and the last one that it has, by their numbers. */
	readonly pingedAt: ReadonlyMap<number, NumericDate>;
	/** Number of the other gate's last ping, 0 before the first. */
	readonly echo: number;
	readonly ended: LinkEnd | undefined;
};

/** `elsewhere`: the other gate works at another event. `unreadable`: what came is no message. `left`: it said so. */
export type LinkEnd = "elsewhere" | "unreadable" | "left";

export type LinkInput =
	| { readonly type: "opened" }
	| { readonly type: "heard"; readonly text: string; readonly now: NumericDate }
	| { readonly type: "events"; readonly events: EventSet }
	| { readonly type: "self"; readonly self: Self }
	| { readonly type: "pairing"; readonly open: boolean }
	/** Every two seconds or so. `echo`: as it was before `posts`, those that this gate can speak for, were read. */
	| { readonly type: "tick"; readonly posts: readonly PostWord[]; readonly echo: number; readonly now: NumericDate };

type FileRequest = Extract<LinkMessage, { type: "get" }>;
type FilePart = Extract<LinkMessage, { type: "part" }>;
type Post = Extract<LinkMessage, { type: "post" }>;

export type LinkEffect =
	| { readonly type: "send"; readonly message: LinkMessage }
	/** Events that are new here. */
	| { readonly type: "merge"; readonly events: readonly CheckinEvent[] }
	/** Both hold the same set: what the other gate says of the posts holds here too. `since`: it said so then or later (GG-9). */
	| { readonly type: "complete"; readonly posts: readonly PostWord[]; readonly since: NumericDate }
	/** Open the salts and send them. */
	| { readonly type: "handOnSalts" }
	| { readonly type: "adoptSalts"; readonly salts: Extract<LinkMessage, { type: "salts" }>["salts"] }
	/** The other gate lost its post: send it this one's. */
	| { readonly type: "handOnPost" }
	| { readonly type: "takePost"; readonly post: Post }
	/** The other gate's lists are newer: fetch them over the link. */
	| { readonly type: "fetchLists" }
	| { readonly type: "serve"; readonly request: FileRequest }
	| { readonly type: "part"; readonly part: FilePart }
	| { readonly type: "end" };

type LinkStep = { readonly state: LinkState; readonly effects: readonly LinkEffect[] };

export function newLink(self: Self, events: EventSet = NO_EVENTS): LinkState {
	return {
		...{ self, events, open: false, peer: undefined, offered: new Set<string>(), fetched: undefined },
		...{ received: 0, sent: 0, heardAt: undefined, pings: 0, pingedAt: new Map(), echo: 0, ended: undefined },
	};
}

/** Both said who they are, and they work at the same event. */
export const isLinked = ({ peer, self, ended }: LinkState): boolean =>
	ended === undefined && peer !== undefined && peer.assignment !== null && peer.assignment === self.assignment;

/** Both record under the same salt: each sees who came in at the other. */
export const sharesSalt = ({ self, peer }: LinkState): boolean =>
	self.salts[0] !== undefined && self.salts[0] === peer?.salts[0];

export function stepLink(state: LinkState, input: LinkInput): LinkStep {
	if (state.ended !== undefined) return { state, effects: [] };
	switch (input.type) {
		case "opened":
			return { state, effects: [hello(state)] };
		case "heard":
			return hear(state, input.text, input.now);
		case "events":
			return push({ ...state, events: input.events });
		case "self": {
			const next = { ...state, self: input.self };
			return and([hello(next)], greet({ ...next, offered: offeredBy(next, state) }, state));
		}
		case "pairing":
			return exchange({ ...state, open: input.open });
		case "tick":
			return isLinked(state) ? ping(state, input) : { state, effects: [] };
		default:
			return assertNever(input);
	}
}

const hello = ({ self }: LinkState): LinkEffect => send({ type: "hello", version: 2, ...self });
const send = (message: LinkMessage): LinkEffect => ({ type: "send", message });
const and = (effects: readonly LinkEffect[], step: LinkStep): LinkStep => ({
	...step,
	effects: [...effects, ...step.effects],
});

/** A gate that echoes nothing is remembered for two minutes of pings. */
const MOST_PINGS = 64;

function ping(state: LinkState, { posts, echo, now }: Extract<LinkInput, { type: "tick" }>): LinkStep {
	const { events } = state;
	const pings = state.pings + 1;
	const pingedAt = new Map([...state.pingedAt, [pings, now] as const].slice(-MOST_PINGS));
	const word = { number: pings, echo, events: events.size, sum: sumOf(events), posts: posts.slice(0, POST_LIMIT) };
	return { state: { ...state, pings, pingedAt }, effects: [send({ type: "ping", ...word })] };
}

/**
 * [GG-9] What the other gate says it knew when it had heard the ping that it echoes, which is not before this gate sent
 * that: however long the channel held a word up, it is not believed to be younger than it is.
 */
function hearPing(before: LinkState, message: Extract<LinkMessage, { type: "ping" }>): LinkStep {
	const since = before.pingedAt.get(message.echo);
	const pingedAt = new Map([...before.pingedAt].filter(([number]) => number >= message.echo));
	const state = { ...before, pingedAt, echo: message.number };
	if (message.events !== state.events.size || message.sum !== sumOf(state.events)) {
		return { state, effects: [digest(state, true)] };
	}
	return { state, effects: since === undefined ? [] : [{ type: "complete", posts: message.posts, since }] };
}

function offeredBy(next: LinkState, before: LinkState): ReadonlySet<string> {
	return next.self.assignment === before.self.assignment ? before.offered : new Set();
}

function end(state: LinkState, ended: LinkEnd): LinkStep {
	const farewell: LinkEffect[] = ended === "left" ? [] : [send({ type: "bye" })];
	return { state: { ...state, ended }, effects: [...farewell, { type: "end" }] };
}

function hear(before: LinkState, text: string, now: NumericDate): LinkStep {
	const message = readLinkMessage(text);
	if (message === undefined) return end(before, "unreadable");
	const state = { ...before, heardAt: now };
	switch (message.type) {
		case "hello": {
			const { type: _type, version: _version, ...peer } = message;
			return greet({ ...state, peer }, state);
		}
		case "bye":
			return end(state, "left");
		case "post":
			if (state.self.assignment !== null || !state.open) return { state, effects: [] };
			return { state, effects: [{ type: "takePost", post: message }] };
		case "part":
			return { state, effects: [{ type: "part", part: message }] };
		case "get":
			return { state, effects: state.peer === undefined ? [] : [{ type: "serve", request: message }] };
		case "salts":
		case "ping":
		case "digest":
		case "events":
			// Nothing about people's passages is taken or told before both said that they work at the same event.
			return isLinked(state) ? hearLinked(state, message) : { state, effects: [] };
		default:
			return assertNever(message);
	}
}

type LinkedMessage = Extract<LinkMessage, { type: "salts" | "ping" | "digest" | "events" }>;

function hearLinked(state: LinkState, message: LinkedMessage): LinkStep {
	switch (message.type) {
		case "salts":
			return { state, effects: state.open ? [{ type: "adoptSalts", salts: message.salts }] : [] };
		case "ping":
			return hearPing(state, message);
		case "digest": {
			const step = batches(state, differing(state.events, message.buckets));
			return message.answer ? and([digest(state, false)], step) : step;
		}
		case "events":
			return take(state, message.events);
		default:
			return assertNever(message);
	}
}

const digest = ({ events }: LinkState, answer: boolean): LinkEffect =>
	send({ type: "digest", buckets: digestOf(events), answer });

/** Events of another event than this one end the link: the other gate is not what it says. */
function take(state: LinkState, events: readonly CheckinEvent[]): LinkStep {
	if (events.some(({ assignment }) => assignment !== state.self.assignment)) return end(state, "unreadable");
	const unknown = events.filter(({ id }) => !state.events.has(id));
	const offered = new Set(state.offered);
	for (const { id } of events) offered.add(id);
	const next = { ...state, offered, received: state.received + unknown.length };
	return { state: next, effects: unknown.length === 0 ? [] : [{ type: "merge", events: unknown }] };
}

/** The other gate said, or this one learned, something of who they are. */
function greet(state: LinkState, before: LinkState): LinkStep {
	const { peer, self } = state;
	if (peer === undefined) return { state, effects: [] };
	if (peer.assignment !== null && self.assignment !== null && peer.assignment !== self.assignment) {
		return end(state, "elsewhere");
	}
	const lists = fetchNewer(state);
	if (!isLinked(state) || isLinked(before)) return and(lists.effects, exchange(lists.state));
	// Whatever is there by now is found by the digests that both send; only what comes later is pushed.
	const linked = { ...lists.state, offered: new Set(state.events.keys()) };
	return and([...lists.effects, digest(linked, false)], exchange(linked));
}

/** Salts and post go to the other gate only while pairing is open here. */
function exchange(state: LinkState): LinkStep {
	const { open, peer, self } = state;
	if (!open || peer === undefined || self.assignment === null) return { state, effects: [] };
	if (peer.assignment === null) return { state, effects: [{ type: "handOnPost" }] };
	const lacks = self.salts.some((id) => !peer.salts.includes(id));
	return { state, effects: lacks ? [{ type: "handOnSalts" }] : [] };
}

function fetchNewer(state: LinkState): LinkStep {
	const { peer, self, fetched } = state;
	const newer = (one: ListsStand, other: ListsStand) => one.keyset > other.keyset || one.list > other.list;
	if (peer === undefined || !newer(peer.lists, self.lists)) return { state, effects: [] };
	if (fetched !== undefined && !newer(peer.lists, fetched)) return { state, effects: [] };
	return { state: { ...state, fetched: peer.lists }, effects: [{ type: "fetchLists" }] };
}

/** What happened here since is told at once. */
function push(state: LinkState): LinkStep {
	if (!isLinked(state)) return { state, effects: [] };
	return batches(
		state,
		[...state.events.values()].filter(({ id }) => !state.offered.has(id)),
	);
}

function batches(state: LinkState, events: readonly CheckinEvent[]): LinkStep {
	if (events.length === 0) return { state, effects: [] };
	const offered = new Set(state.offered);
	const effects: LinkEffect[] = [];
	for (let at = 0; at < events.length; at += EVENT_BATCH) {
		effects.push(send({ type: "events", events: events.slice(at, at + EVENT_BATCH) }));
	}
	for (const { id } of events) offered.add(id);
	return { state: { ...state, offered, sent: state.sent + events.length }, effects };
}
