import { describe, expect, it } from "vitest";
import { ANTIGEN_TESTS } from "./antigen-tests";
import { PRODUCTS } from "./products";

describe("what counters choose from", () => {
	it("[EN-12] has every antigen test of the European list once, by its number and name", () => {
		expect(ANTIGEN_TESTS.length).toBeGreaterThan(100);
		expect(new Set(PRODUCTS.map(({ code }) => code)).size).toBe(PRODUCTS.length);
		for (const { code, name } of ANTIGEN_TESTS) {
			expect([code, /^\d{3,4}$/.test(code) && name.length > 5 && name.length < 160]).toEqual([code, true]);
		}
		expect(PRODUCTS).toContainEqual({ code: "1232", name: expect.stringContaining("Panbio"), kind: "A" });
	});
});
