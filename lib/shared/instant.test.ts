import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantOf, isoUtc } from "./instant";

describe("instants", () => {
	it("writes UTC as Date does", () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (time) => {
				expect(isoUtc(time)).toBe(new Date(time * 1000).toISOString().replace(".000", ""));
			}),
		);
	});

	it("writes any integer as a time that reads back", () => {
		fc.assert(
			fc.property(fc.maxSafeInteger(), (time) => {
				expect(instantOf(isoUtc(time))).toBeDefined();
			}),
		);
	});
});
