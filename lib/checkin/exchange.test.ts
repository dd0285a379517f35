import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { err, ok } from "@/lib/shared/result";
import { type Call, clockOf, openGate, openPortal, passage, record } from "@/tests/support/exchanging-gates";
import { memoryCheckinStore } from "@/tests/support/memory-checkin-store";
import { memoryValueStore } from "@/tests/support/memory-value-store";
import { localAssignment } from "./checkin-event";
import { OWN_POST } from "./checkin-store";
import { type ExchangeMemory, type ExchangeRequest, exchangeCheckins } from "./exchange";

describe("sending", () => {
	it("[CI-6] every event is stored exactly once by a portal that loses, repeats and holds back", async () => {
		const step = fc.record({
			record: fc.nat({ max: 3 }),
			fate: fc.constantFrom("answered", "lost_before", "lost_after", "silent"),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
				const gate = openGate();
				const portal = openPortal();
				const recorded: string[] = [];
				const send = (fate: string) =>
					gate.exchange(async (request) => {
						if (fate === "lost_before") return err("lost");
						const answered = portal.answer("a", request);
						if (fate === "lost_after") return err("lost");
						return fate === "silent" ? ok({ stored: [crypto.randomUUID()] }) : answered;
					});
				for (const { record: count, fate } of steps) {
					for (let i = 0; i < count; i++) {
						const event = passage();
						await record(gate.store, event);
						recorded.push(event.id);
					}
					await send(fate);
				}
				expect(await send("answered")).toMatchObject({ ok: true, value: { left: false } });
				expect(portal.log.map(({ event }) => event.id).sort()).toEqual([...recorded].sort());
				expect(await gate.store.unsent(1, new Set())).toEqual([]);
			}),
			{ numRuns: 50 },
		);
	});

	it("[CI-6] what the portal refuses does not wait any longer, nor hold back the rest", async () => {
		const gate = openGate();
		for (const assignment of ["gone", "hall", "gone", "hall", "gone"])
			await record(gate.store, passage({ assignment }));
		const answered: string[] = [];
		const round = await gate.exchange(async ({ events }) => {
			answered.push(...events.map(({ assignment }) => assignment));
			const of = (name: string) => events.filter(({ assignment }) => assignment === name).map(({ id }) => id);
			const refused = of("gone").map((id) => ({ id, reason: "assignment_unknown" }));
			return ok({ stored: of("hall"), refused, others: null, serverTime: 1 });
		});
		expect(round).toEqual(ok({ asked: true, left: false, others: 0 }));
		expect(answered.sort()).toEqual(["gone", "gone", "gone", "hall", "hall"]);
		expect(await gate.store.unsent(9, new Set())).toEqual([]);
		expect((await gate.store.events("gone")).size).toBe(3);
	});

	it("[CI-6] a place that staff named themselves is counted here and never sent", async () => {
		const gate = openGate();
		await record(gate.store, passage({ assignment: localAssignment("1") }));
		const requests: ExchangeRequest[] = [];
		await gate.exchange(async (request) => {
			requests.push(request);
			return ok({ stored: [] });
		});
		expect(requests.flatMap(({ events }) => events)).toEqual([]);
	});

	it("without a post and with nothing waiting the portal is not asked", async () => {
		const store = memoryCheckinStore();
		const memory = memoryValueStore<ExchangeMemory>();
		const call = () => Promise.reject(new Error("asked"));
		const round = await exchangeCheckins({
			store,
			memory,
			call,
			limit: 2,
			device: "a",
			gate: undefined,
			clock: clockOf({ now: 0 }),
		});
		expect(round).toEqual(ok({ asked: false, left: false, others: 0 }));
	});
});

describe("reading", () => {
	it("[CI-8] gates that exchange hold the same events, page by page, whatever is lost", async () => {
		const step = fc.record({ gate: fc.nat({ max: 2 }), record: fc.nat({ max: 4 }), lost: fc.boolean() });
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
				const portal = openPortal();
				const gates = ["A", "B", "C"].map((name) => ({ name, ...openGate(name) }));
				const call =
					(name: string, lost = false): Call =>
					async (request) => {
						const answered = portal.answer(name, request);
						return lost ? err("lost") : answered;
					};
				for (const { gate: n, record: count, lost } of steps) {
					const gate = gates[n];
					if (gate === undefined) throw new Error("no such gate");
					for (let i = 0; i < count; i++) await record(gate.store, passage({ gate: gate.name }));
					await gate.exchange(call(gate.name, lost));
				}
				for (const { name, exchange } of [...gates, ...gates]) await exchange(call(name));
				const sets = await Promise.all(gates.map(({ store }) => store.events("hall")));
				const all = portal.log.map(({ event }) => event.id).sort();
				for (const set of sets) expect([...set.keys()].sort()).toEqual(all);
			}),
			{ numRuns: 50 },
		);
	});

	it("[CI-9] a post is heard of until it had nothing left, by clocks that are wrong, and not before the last page", async () => {
		const portal = openPortal({ now: 9_000 });
		const a = openGate("A", { now: 50_000 });
		const b = openGate("B", { now: 70_000 });
		const pass = (seconds: number) => {
			for (const clock of [portal.clock, a.clock, b.clock]) clock.now += seconds;
		};
		const callA: Call = async (request) => portal.answer("a", request);
		const callB: Call = async (request) => portal.answer("b", request, 99);
		const others = async () => (await a.store.posts("hall")).filter(({ post }) => post !== OWN_POST);
		for (let i = 0; i < 5; i++) await record(b.store, passage({ gate: "B" }));
		await b.exchange(callB, 9);
		await a.exchange(callA);
		expect(await others()).toEqual([{ post: "b", gate: "B", role: "both", heard: 0 }]);

		pass(5);
		await b.exchange(callB, 9);
		pass(7);
		await a.exchange(callA);
		expect(await others()).toMatchObject([{ post: "b", heard: 50_005 }]);

		// Pages of two: what is said of posts counts with the last one only.
		for (let i = 0; i < 3; i++) await record(b.store, passage({ gate: "B" }));
		pass(1);
		await b.exchange(callB, 9);
		let calls = 0;
		const stopped = await a.exchange(async (request) => (calls++ === 0 ? callA(request) : err("lost")));
		expect(stopped).toEqual(err("lost"));
		expect(await others()).toMatchObject([{ heard: 50_005 }]);
		await a.exchange(callA);
		expect(await others()).toMatchObject([{ heard: 50_013 }]);
		expect((await a.store.events("hall")).size).toBe(8);
	});

	it("[CI-9] a device with more than one message to send does not call itself complete before the last", async () => {
		const gate = openGate();
		const portal = openPortal();
		await gate.exchange(async (request) => portal.answer("a", request));
		for (let i = 0; i < 3; i++) await record(gate.store, passage());
		const said: unknown[] = [];
		await gate.exchange(async (request) => {
			said.push(request.post?.completeAt);
			return portal.answer("a", request);
		});
		expect(said).toEqual([null, 9_000]);
	});

	it("[CI-8] begins again where the portal has less than was read", async () => {
		const gate = openGate();
		const asked: unknown[] = [];
		const others = { events: [], next: 3, more: false, posts: [] };
		await gate.memory.change(() => ({ assignment: "hall", after: 700, serverTime: 1, lived: 1, run: "one" }));
		const call: Call = async ({ post }) => {
			asked.push(post?.after);
			return ok({ stored: [], refused: [], others, serverTime: 2 });
		};
		await gate.exchange(call);
		await gate.exchange(call);
		expect(asked).toEqual([700, 3]);
	});

	it("[CI-8] what was read of one assignment is not where another begins", async () => {
		const gate = openGate();
		await gate.memory.change(() => ({ assignment: "other", after: 700, serverTime: 1, lived: 1, run: "one" }));
		const asked: unknown[] = [];
		await gate.exchange(async ({ post }) => {
			asked.push(post?.after, post?.completeAt);
			return ok({ stored: [] });
		});
		expect(asked).toEqual([0, null]);
	});
});
