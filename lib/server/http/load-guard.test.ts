import { describe, expect, it } from "vitest";
import { bodyLimit } from "@/lib/protocol/route-row";
import { DEFAULT_LIMITS, type Entry, loadGuard } from "./load-guard";

const limits = {
	...DEFAULT_LIMITS,
	inside: { interactive: 3, bulk: 2 },
	insideEach: { interactive: 2, bulk: 1 },
	working: { interactive: 2, bulk: 1 },
	burst: 2,
	perSecond: 1,
	callers: 3,
};

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
		const first = entered(guard.enter("bulk"));
		guard.enter("bulk");
		expect(guard.enter("bulk")).toEqual({ outcome: "turned_away", retryAfter: 5 });
		for (let i = 0; i < 3; i++) expect(guard.enter("interactive").outcome).toBe("entered");
		expect(guard.enter("interactive")).toEqual({ outcome: "turned_away", retryAfter: 2 });
		first.leave();
		first.leave();
		expect(guard.enter("bulk").outcome).toBe("entered");
		expect(guard.enter("bulk").outcome).toBe("turned_away");
	});

	it("lets one caller in a few times at once, and again when it has left", () => {
		const guard = loadGuard(limits);
		expect(["a", "a"].map((name) => entered(guard.enter("bulk")).as(name))).toEqual([true, false]);
		const first = entered(guard.enter("interactive"));
		expect([first.as("a"), entered(guard.enter("interactive")).as("a")]).toEqual([true, true]);
		const third = entered(guard.enter("interactive"));
		expect([third.as("a"), third.as("b"), third.as("a")]).toEqual([false, true, false]);
		first.leave();
		expect(third.as("a")).toBe(true);
		third.leave();
		expect(entered(guard.enter("interactive")).as("a")).toBe(true);
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

	it("[AB-5] 20,000 events of a device at once, then 5 a second", () => {
		expect(DEFAULT_LIMITS.events).toEqual({ burst: 20_000, perSecond: 5 });
	});
});
