import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import { addEvents, type EventSet, NO_EVENTS } from "@/lib/checkin/event-set";
import { isLinked, type Self, sharesSalt } from "@/lib/gatelink/gate-link";
import type { LinkMessage } from "@/lib/gatelink/link-message";
import { type LinkPorts, LinkRunner } from "./link-runner";
import { ListServer } from "./list-exchange";

const NOW = 1_628_868_600;
let made = 0;
let now = NOW;
const passage = (assignment = "hall"): CheckinEvent => ({
	...{ type: "passage", id: crypto.randomUUID(), assignment, gate: "A", at: NOW + made++, direction: "in" },
	...{ outcome: "accepted", format: "relais", pseudonym: "A".repeat(22), salt: "AAAAAAAAAAA" },
});

/** A device that a runner works for: what it holds, and all that it said. */
class Device {
	events: EventSet = NO_EVENTS;
	self: Self;
	said: LinkMessage[] = [];
	wired = true;
	other: Device | undefined;
	full = false;
	deaf = false;
	noted: unknown[] = [];
	runner: LinkRunner | undefined;

	constructor(self: Partial<Self>) {
		this.self = { assignment: "hall", gate: "A", salts: [], lists: { keyset: 1, list: NOW }, ...self };
	}

	start(other: Device, open: boolean): void {
		this.other = other;
		this.runner = new LinkRunner(
			{ self: this.self, events: this.events, open },
			{
				ports: this.#ports(),
				wire: {
					send: (text) => {
						this.said.push(JSON.parse(text));
						// As a channel does: later, in order, or never.
						queueMicrotask(() => this.wired && !other.deaf && other.runner?.hear(text));
					},
					close: () => this.lose(),
				},
				onChange: () => undefined,
			},
		);
	}

	/** The channel is gone at both ends. */
	lose(): void {
		for (const end of [this, this.other]) {
			if (end === undefined || !end.wired) continue;
			end.wired = false;
			end.runner?.stop();
		}
	}

	record(event: CheckinEvent): void {
		this.events = addEvents(this.events, [event]);
		this.runner?.feed({ type: "events", events: this.events });
	}

	#ports(): LinkPorts {
		return {
			now: () => now,
			merge: async (events) => {
				if (this.full) throw new Error("no room");
				this.events = addEvents(this.events, events);
				this.runner?.feed({ type: "events", events: this.events });
			},
			posts: async () => [{ post: `device at ${this.self.gate}`, gate: this.self.gate, role: "both", ago: 0 }],
			notePosts: async (posts, since) => {
				this.noted.push({ posts, since });
			},
			openSalts: async () => this.self.salts.map((id) => ({ made: NOW, secret: id.padEnd(43, "A") })),
			adoptSalts: async (salts) => {
				const ids = salts.map(({ secret }) => secret.slice(0, 11));
				this.self = { ...this.self, salts: [...new Set([...this.self.salts, ...ids])].sort() };
				this.runner?.feed({ type: "self", self: this.self });
			},
			fetchLists: async () => undefined,
			lists: new ListServer({ trust: () => undefined, file: async () => undefined }),
			post: async () => ({ root: "R".repeat(43), post: { assignment: this.self.assignment } }),
			takePost: async ({ post }) => {
				this.self = { ...this.self, assignment: (post as { assignment: string }).assignment };
				this.runner?.feed({ type: "self", self: this.self });
			},
		};
	}
}

/** Until nothing is said any more. */
const settle = () => vi.advanceTimersByTimeAsync(3000);
const saidBy = (device: Device, type: LinkMessage["type"]) => device.said.filter((message) => message.type === type);

function link(one: Device, other: Device, { open = false } = {}): void {
	one.start(other, open);
	other.start(one, open);
	// Whoever opened first said hello to nobody.
	one.runner?.feed({ type: "opened" });
}

describe("a link at work", () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	it("[GG-4] both gates hold what either recorded, before and since, and note each other's posts", async () => {
		const [a, b] = [new Device({ gate: "A" }), new Device({ gate: "B" })];
		a.record(passage());
		link(a, b);
		await settle();
		b.record(passage());
		await settle();
		expect(a.events.size).toBe(2);
		expect([...b.events.keys()].sort()).toEqual([...a.events.keys()].sort());
		const posts = [{ post: "device at B", gate: "B", role: "both", ago: 0 }];
		expect(a.noted[0]).toEqual({ posts, since: NOW });
	});

	it("[GG-2] salts are opened and sent while pairing is open, and never by the link itself", async () => {
		for (const open of [false, true]) {
			const [a, b] = [new Device({ salts: ["AAAAAAAAAAA"] }), new Device({ salts: ["BBBBBBBBBBB"] })];
			link(a, b, { open });
			await settle();
			expect(saidBy(a, "salts").length > 0).toBe(open);
			expect(a.self.salts).toHaveLength(open ? 2 : 1);
			expect(a.runner !== undefined && sharesSalt(a.runner.state)).toBe(open);
		}
	});

	it("[GG-2] a salt that was being opened when pairing was closed is not sent", async () => {
		const [a, b] = [new Device({ salts: ["AAAAAAAAAAA"] }), new Device({ salts: ["BBBBBBBBBBB"] })];
		link(a, b);
		await settle();
		a.runner?.feed({ type: "pairing", open: true });
		a.runner?.feed({ type: "pairing", open: false });
		await settle();
		expect(saidBy(a, "salts")).toEqual([]);
	});

	it("[GG-8] a gate without a post gets the other one's, and then its events", async () => {
		const [lost, b] = [new Device({ assignment: null, gate: "" }), new Device({ gate: "B" })];
		b.record(passage());
		link(lost, b, { open: true });
		await settle();
		expect(lost.self.assignment).toBe("hall");
		expect([...lost.events.keys()]).toEqual([...b.events.keys()]);
	});

	it("a disk that refuses ends the link: the gates would seem to agree", async () => {
		const [a, b] = [new Device({ gate: "A" }), new Device({ gate: "B" })];
		const uncaught = vi.fn();
		process.on("unhandledRejection", uncaught);
		b.full = true;
		link(a, b);
		await settle();
		a.record(passage());
		await settle();
		process.off("unhandledRejection", uncaught);
		expect([a.wired, b.wired]).toEqual([false, false]);
		expect(b.events.size).toBe(0);
	});

	it("another gate that falls silent is gone after a while, and not before", async () => {
		const [a, b] = [new Device({ gate: "A" }), new Device({ gate: "B" })];
		link(a, b);
		await settle();
		b.runner?.stop();
		b.deaf = true;
		now += 12;
		await settle();
		expect(a.wired).toBe(true);
		now += 1;
		await settle();
		expect(a.wired).toBe(false);
	});

	it("says goodbye when it is unlinked, and the other gate knows why it is gone", async () => {
		const [a, b] = [new Device({ gate: "A" }), new Device({ gate: "B" })];
		link(a, b);
		await settle();
		expect(b.runner !== undefined && isLinked(b.runner.state)).toBe(true);
		a.runner?.leave();
		await settle();
		expect(b.runner?.state.ended).toBe("left");
		expect(b.wired).toBe(false);
	});
});
