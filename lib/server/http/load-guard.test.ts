import { describe, expect, it } from "vitest";
import { bodyLimit, rankOf } from "@/lib/protocol/route-row";
import { type Coming, DEFAULT_LIMITS, type Entry, loadGuard } from "./load-guard";

const limits = {
	...DEFAULT_LIMITS,
	inside: { interactive: 3, bulk: 4 },
	leastBulk: 4,
	bulkSeconds: 0,
	bulkBytes: 1_000,
	insideEach: { interactive: 2, bulk: 1 },
	working: { interactive: 2, bulk: 1 },
	burst: 2,
	perSecond: 1,
	callers: 3,
};

/** A counter's batch, of a counter that never came before. */
const batch = (coming: Partial<Coming> = {}): Coming => ({ priority: "bulk", who: "", bytes: 100, ...coming });
const CALL: Coming = { priority: "interactive", who: "", bytes: 0 };

function entered(entry: Entry) {
	if (entry.outcome === "turned_away") throw new Error("refused");
	return entry;
}

describe("load guard", () => {
	it("lets a burst through, then as many as come back", () => {
		const guard = loadGuard(limits);
		expect([guard.charge("a", 0), guard.charge("a", 0)]).toEqual([0, 0]);
		expect(guard.charge("a", 0)).toBe(1);
		expect(guard.charge("b", 0)).toBe(0);
		expect(guard.charge("a", 1_000)).toBe(0);
		expect(guard.charge("a", 1_100)).toBe(1);
	});

	it("keeps room for interactive requests while outboxes drain", () => {
		const guard = loadGuard(limits);
		const first = entered(guard.enter(batch()));
		guard.enter(batch());
		expect(guard.enter(batch())).toEqual({ outcome: "turned_away", retryAfter: 5 });
		for (let i = 0; i < 3; i++) expect(guard.enter(CALL).outcome).toBe("entered");
		expect(guard.enter(CALL)).toEqual({ outcome: "turned_away", retryAfter: 2 });
		first.leave();
		first.leave();
		expect(guard.enter(batch({ who: "new" })).outcome).toBe("entered");
		expect(guard.enter(batch({ who: "newer" })).outcome).toBe("turned_away");
	});

	it("[IN-9] keeps two thirds of the places for those who were told to come back, once each time", () => {
		const guard = loadGuard(limits);
		for (const who of ["a", "b"]) guard.enter(batch({ who }));
		const come = (who: string) => guard.enter(batch({ who })).outcome;
		expect(["c", "d", "c", "d"].map(come)).toEqual(["turned_away", "turned_away", "entered", "entered"]);
		// All places are taken; whoever finds none is told again.
		expect(["c", "e"].map(come)).toEqual(["turned_away", "turned_away"]);
	});

	it("[IN-9] lets in only so many as get on within the time that their senders wait", () => {
		const guard = loadGuard(
			{ ...limits, inside: { interactive: 3, bulk: 100 }, bulkSeconds: 2, bulkBytes: 1e6 },
			() => 0,
		);
		const come = (_: unknown, n: number) => guard.enter(batch({ who: String(n) }));
		// Of what is not known yet, ten a second: a third of twenty for whoever comes for the first time.
		expect(Array.from({ length: 11 }, come).filter(({ outcome }) => outcome === "entered")).toHaveLength(7);
		const clock = { now: 0 };
		const roomy = { ...limits, inside: { interactive: 3, bulk: 100 }, bulkSeconds: 2, bulkBytes: 1e6 };
		const quick = loadGuard(roomy, () => clock.now);
		entered(quick.enter(batch()));
		for (let i = 0; i < 80; i++) {
			clock.now += 25;
			entered(quick.enter(batch())).leave();
		}
		// Forty a second: one is inside, and 26 more come.
		const entries = Array.from({ length: 80 }, (_, n) => quick.enter(batch({ who: String(n) })));
		expect(entries.filter(({ outcome }) => outcome === "entered")).toHaveLength(26);
	});

	it("[IN-9] holds a bounded number of bytes of bulk, but lets one in always", () => {
		const guard = loadGuard(limits);
		const large = entered(guard.enter(batch({ bytes: 5_000 })));
		expect(guard.enter(batch({ bytes: 1 })).outcome).toBe("turned_away");
		large.leave();
		expect(guard.enter(batch({ bytes: 999, who: "b" })).outcome).toBe("entered");
		expect(guard.enter(batch({ bytes: 1, who: "c" })).outcome).toBe("entered");
		expect(guard.enter(batch({ bytes: 1, who: "d" })).outcome).toBe("turned_away");
	});

	it("lets one caller in a few times at once, and again when it has left", () => {
		const guard = loadGuard(limits);
		expect(["a", "a"].map((name) => entered(guard.enter(batch())).as(name))).toEqual([true, false]);
		const first = entered(guard.enter(CALL));
		expect([first.as("a"), entered(guard.enter(CALL)).as("a")]).toEqual([true, true]);
		const third = entered(guard.enter(CALL));
		expect([third.as("a"), third.as("b"), third.as("a")]).toEqual([false, true, false]);
		first.leave();
		expect(third.as("a")).toBe(true);
		third.leave();
		expect(entered(guard.enter(CALL)).as("a")).toBe(true);
	});

	it("gives turns in the order of arrival, also after a step that failed", async () => {
		const guard = loadGuard(limits);
		const order: string[] = [];
		const step = (name: string, fail = false) =>
			guard.work("bulk", async () => {
				order.push(`${name} begins`);
				await Promise.resolve();
				order.push(`${name} ends`);
				if (fail) throw new Error(name);
			});
		const all = await Promise.allSettled([step("1"), step("2", true), step("3"), step("4")]);
		expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
		expect(order).toEqual(["1", "2", "3", "4"].flatMap((name) => [`${name} begins`, `${name} ends`]));
		await step("5");
		expect(order.at(-1)).toBe("5 ends");
	});

	it("forgets the callers that it has not seen for longest", () => {
		const guard = loadGuard({ ...limits, perSecond: 0.001 });
		for (const caller of ["a", "a", "b", "c", "d"]) guard.charge(caller, 0);
		expect(guard.charge("a", 0)).toBe(0);
	});

	it("gives no tokens for a clock that runs backwards", () => {
		const guard = loadGuard(limits);
		for (const at of [10_000, 10_000, 0]) guard.charge("a", at);
		expect(guard.charge("a", 9_000)).toBe(1);
	});
});

describe("numbers that docs/spec.md names", () => {
	it("[AB-1] five seconds for a body of at most 32 KiB", () => {
		expect(DEFAULT_LIMITS.bodyMs).toBe(5_000);
		expect([32_768, 32_769].map((maxBytes) => bodyLimit({ maxBytes }).small)).toEqual([true, false]);
	});

	it("[IN-9] a small exchange of a gate goes before outboxes, a large one or one of unknown size does not", () => {
		const row = { maxBytes: 262_144, priority: "live" } as const;
		const ranks = [1_000, 32_768, 32_769, Number.NaN].map((bytes) => rankOf(row, bytes));
		expect(ranks.map(({ priority }) => priority)).toEqual(["interactive", "interactive", "bulk", "bulk"]);
		expect(ranks.map(({ small, maxBytes }) => [small, maxBytes])).toEqual([
			...[
				[true, 32_768],
				[true, 32_768],
			],
			...[
				[false, 262_144],
				[false, 262_144],
			],
		]);
	});

	it("[AB-5] 20,000 events of a device at once, then 5 a second", () => {
		expect(DEFAULT_LIMITS.events).toEqual({ burst: 20_000, perSecond: 5 });
	});
});
