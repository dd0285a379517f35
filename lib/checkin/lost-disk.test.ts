import { describe, expect, it } from "vitest";
import { ok } from "@/lib/shared/result";
import { type Call, clockOf, openGate, openPortal, passage, record } from "@/tests/support/exchanging-gates";
import { type CheckinStore, OWN_POST, type Post } from "./checkin-store";
import { addEvents, NO_EVENTS } from "./event-set";
import { type ExchangeMemory, exchangeCheckins } from "./exchange";
import { occupancyOf } from "./occupancy";

describe("[CI-17] a gate whose disk was deleted or put back", () => {
	const ids = async ({ store }: { store: CheckinStore }) => [...(await store.events("hall")).keys()].sort();

	it("reads what its earlier self recorded since, and offers none of it again", async () => {
		const portal = openPortal();
		const callA: Call = async (request) => portal.answer("a", request);
		const copy = openGate();
		await record(copy.store, passage());
		await copy.exchange(callA);
		// It goes on, and then is what it was: the later passages are with the portal only.
		const memory = await copy.memory.read();
		const later = [passage(), passage()];
		portal.answer("a", { events: later, post: null });
		const clock = { now: 50_300, run: "two" };
		const restored = { ...openGate("A", clock), store: copy.store };
		await restored.memory.change(() => memory as ExchangeMemory);
		const sent: unknown[] = [];
		const at = { assignment: "hall", gate: "A", role: "both" as const };
		await exchangeCheckins({
			...{ store: restored.store, memory: restored.memory, limit: 2, device: "a", gate: at, clock: clockOf(clock) },
			call: async (request) => {
				sent.push(...request.events);
				return callA(request);
			},
		});
		expect(await ids(restored)).toEqual(portal.log.map(({ event }) => event.id).sort());
		expect(sent).toEqual([]);
	});

	it("enrolled anew reads all that was recorded under its earlier name", async () => {
		const portal = openPortal();
		portal.answer("a", { events: [passage(), passage(), passage()], post: null });
		const anew = openGate("A", { now: 50_000 }, "another a");
		await anew.exchange(async (request) => portal.answer("another a", request));
		expect(await ids(anew)).toHaveLength(3);
	});

	it("knows of itself what the portal says, under its own name", async () => {
		const gate = openGate();
		const post = (id: string, age: number | null) => ({ post: id, gate: "A", role: "both" as const, age });
		const posts = [post("a", 20), post("b", null)];
		const others = { events: [], next: 0, more: false, posts };
		const round = await gate.exchange(async () => ok({ stored: [], refused: [], others, serverTime: 9_000 }));
		expect(round).toMatchObject({ value: { others: 1 } });
		expect(await gate.store.posts("hall")).toMatchObject([
			{ post: OWN_POST, heard: 49_980 },
			{ post: "b", heard: 0 },
		]);
	});

	it("[CI-18] hands in what another gate told of, and says that it has all only then", async () => {
		const gate = openGate();
		const portal = openPortal();
		const call: Call = async (request) => portal.answer("a", request, 99);
		await gate.exchange(call);
		const told = [passage({ gate: "B" }), passage({ gate: "B" }), passage({ gate: "B" })];
		await gate.store.merge("hall", { events: told, posts: [] });
		const said: unknown[] = [];
		await gate.exchange(async (request) => {
			said.push(request.post?.completeAt);
			return call(request);
		});
		expect(said).toEqual([null, 9_000]);
		expect(portal.log.map(({ event }) => event.id).sort()).toEqual(told.map(({ id }) => id).sort());
		expect(await gate.store.unsent(9, new Set())).toEqual([]);
	});
});

describe("[CI-17] a post whose disk may have been deleted or put back", () => {
	const START = 10_000;
	const events = addEvents(NO_EVENTS, [passage(), passage()]);
	const seen = (heard: number | undefined, lived: number) => {
		const posts: Post[] = heard === undefined ? [] : [{ post: OWN_POST, gate: "A", role: "both", heard }];
		return occupancyOf(
			events,
			{ assignment: "hall", gate: "A", gates: ["A"], closed: [], posts },
			{ now: START + 100, lived },
		);
	};

	it("gives no bounds before somebody else has said until when it was heard", () => {
		for (const heard of [undefined, 0]) {
			expect(seen(heard, 100)).toMatchObject({ counted: 2, atLeast: undefined, atMost: undefined, unconfirmed: true });
		}
	});

	it("widens them by what it may have recorded between that and the beginning of this run, and no more", () => {
		// Heard 100 s ago, and this run began 90 s ago.
		expect(seen(START, 90)).toMatchObject({ counted: 2, atLeast: 0, atMost: 13, unconfirmed: false });
		expect(seen(START, 90.9)).toMatchObject({ atMost: 13 });
		expect(seen(START, 101)).toMatchObject({ counted: 2, atLeast: 2, atMost: 2 });
		expect(seen(START + 99, 1)).toMatchObject({ atMost: 3 });
		expect(seen(START + 99, 60)).toMatchObject({ atLeast: 2, atMost: 2 });
	});
});
