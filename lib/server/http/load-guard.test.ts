import { describe, expect, it } from "vitest";
import { loadGuard } from "./load-guard";

const limits = { inFlight: 3, bulkInFlight: 2, burst: 2, perSecond: 1, callers: 3 };

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
		const first = guard.enter("bulk");
		guard.enter("bulk");
		expect(guard.enter("bulk")).toEqual({ ok: false, retryAfter: 5 });
		expect(guard.enter("interactive").ok).toBe(true);
		expect(guard.enter("interactive")).toEqual({ ok: false, retryAfter: 2 });
		if (first.ok) {
			first.leave();
			first.leave();
		}
		expect(guard.enter("bulk").ok).toBe(true);
		expect(guard.enter("bulk").ok).toBe(false);
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
