import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "@/lib/shared/numeric-date";
import { delegationJwt, NOW } from "@/tests/support/authority";
import { counterKit } from "@/tests/support/enrolled-counter";
import { keysUntil, readDelegations } from "./own-delegation";
import { kitIsDue, mergeKit, type OwnKit } from "./own-kit";

const device = (over: Partial<OwnKit> = {}): OwnKit => ({ ...counterKit(), kitAt: NOW, ...over });

describe("kit renewal", () => {
	it("is due twice a day, and when the clock went backwards", () => {
		const one = device();
		expect(kitIsDue(one, { now: NOW + HOUR, indicesLeft: 400, told: true })).toBe(false);
		expect(kitIsDue(one, { now: NOW + 12 * HOUR, indicesLeft: 400, told: true })).toBe(true);
		expect(kitIsDue(one, { now: NOW - DAY, indicesLeft: 400, told: true })).toBe(true);
	});

	it("is due when indices or days run low, but not every minute", () => {
		const one = device();
		expect(kitIsDue(one, { now: NOW + 10 * MINUTE, indicesLeft: 20, told: true })).toBe(false);
		expect(kitIsDue(one, { now: NOW + 15 * MINUTE, indicesLeft: 20, told: true })).toBe(true);
		const ending = device({ delegations: [delegationJwt({ nbf: NOW - 20 * DAY, exp: NOW + 9 * DAY })] });
		expect(kitIsDue(ending, { now: NOW + 15 * MINUTE, indicesLeft: 400, told: true })).toBe(true);
		const door = device({ role: "door", codeKeys: { holder: "verifier", days: {} } });
		expect(kitIsDue(door, { now: NOW + 15 * MINUTE, indicesLeft: 0, told: true })).toBe(true);
	});

	it("[OL-2] is due at once in a start that the portal has told nothing yet, and where no index is left", () => {
		expect(kitIsDue(device(), { now: NOW, indicesLeft: 400, told: false })).toBe(true);
		expect(kitIsDue(device(), { now: NOW, indicesLeft: 0, told: true })).toBe(true);
		expect(kitIsDue(device(), { now: NOW, indicesLeft: 1, told: true })).toBe(false);
	});

	it("[OL-3] takes what its own request was given, and no other delegation", () => {
		const delegations = [delegationJwt({ jti: "twins" }), delegationJwt({ jti: "mine" })];
		const held = device({ delegations: [delegationJwt({ jti: "old" })] });
		const taken = (allotted: string | null) =>
			readDelegations(mergeKit(held, counterKit({ delegations, allotted }), NOW).delegations).map(({ jti }) => jti);
		expect(taken("mine").sort()).toEqual(["mine", "old"]);
		expect(taken(null)).toEqual(["old"]);
	});

	it("[VA-5] is due for a counter that has no key to encrypt its records to", () => {
		const { recordKey: _, ...rest } = device();
		const one: OwnKit = rest;
		expect(kitIsDue(one, { now: NOW + 14 * MINUTE, indicesLeft: 400, told: true })).toBe(false);
		expect(kitIsDue(one, { now: NOW + 15 * MINUTE, indicesLeft: 400, told: true })).toBe(true);
		expect(mergeKit(one, counterKit(), NOW).recordKey).toEqual(counterKit().recordKey);
	});

	it("adds delegations, drops ended ones, keeps keys and the pinned root", () => {
		const one = device({ delegations: [delegationJwt({ jti: "old", nbf: NOW - 32 * DAY, exp: NOW - 2 * DAY })] });
		const kit = counterKit({ root: "x".repeat(43), delegations: [delegationJwt({ jti: "new" })], highestIndex: 1003 });
		const merged = mergeKit(one, kit, NOW + HOUR);
		expect(readDelegations(merged.delegations).map((own) => own.jti)).toEqual(["new"]);
		expect(merged).toMatchObject({ root: one.root, highestIndex: 1003, kitAt: NOW + HOUR });
		expect(mergeKit({ ...one, privateKey: "kept" }, kit, NOW).privateKey).toBe("kept");
	});

	it("a kit without the delegation in force does not take it away", () => {
		const one = device();
		const merged = mergeKit(one, counterKit({ delegations: [] }), NOW);
		expect(merged.delegations).toEqual(one.delegations);
		expect(keysUntil(readDelegations(merged.delegations), NOW)).toBe(NOW + 20 * DAY);
	});
});
