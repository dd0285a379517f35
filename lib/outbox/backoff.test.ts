import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffSeconds, FRESH_LINK, linkAfterFailure, linkAfterHint, usableLink } from "./backoff";

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("backoff", () => {
	it("grows to a ceiling and spreads every wait over half of it", () => {
		expect(backoffSeconds({ failures: 1, random: 0 })).toBe(2);
		expect(backoffSeconds({ failures: 3, random: 0 })).toBe(8);
		expect(backoffSeconds({ failures: 99, random: 0 })).toBe(60);
		fc.assert(
			fc.property(fc.nat(200), random, (failures, chance) => {
				const wait = backoffSeconds({ failures, random: chance });
				expect(wait).toBeGreaterThanOrEqual(2);
				expect(wait).toBeLessThanOrEqual(120);
			}),
		);
	});

	it("never comes earlier than the server asked", () => {
		fc.assert(
			fc.property(fc.nat(20), random, fc.integer({ min: 1, max: 3600 }), (failures, chance, retryAfter) => {
				expect(backoffSeconds({ failures, random: chance, retryAfter })).toBeGreaterThanOrEqual(retryAfter);
			}),
		);
	});

	it("a link counts its failures and names the time of the next try", () => {
		const once = linkAfterFailure(FRESH_LINK, { now: 100, random: 0 });
		expect(once).toEqual({ failures: 1, notBefore: 102, named: false, at: 100 });
		const told = linkAfterFailure(once, { now: 102, random: 0, retryAfter: 30 });
		expect(told).toEqual({ failures: 2, notBefore: 132, named: true, at: 102 });
	});

	it("[OB-5] a link that a clock set back since has counted holds nothing back", () => {
		const told = linkAfterFailure(FRESH_LINK, { now: 5_000, random: 0, retryAfter: 600 });
		expect(usableLink(told, 5_001)).toBe(told);
		expect(usableLink(told, 4_000)).toBe(FRESH_LINK);
	});

	it("a hint that the network is back shortens a guess, never a time that the server named", () => {
		const guessed = linkAfterFailure({ ...FRESH_LINK, failures: 9 }, { now: 100, random: 0 });
		expect(linkAfterHint(guessed, { now: 110, random: 0.5 }).notBefore).toBe(112);
		expect(linkAfterHint({ ...guessed, named: true }, { now: 110, random: 0.5 }).notBefore).toBe(guessed.notBefore);
	});
});
