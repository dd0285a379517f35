import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printStripNumber, readStripNumber, stripNumberOf } from "./strip-number";

const anyNumber = fc.integer({ min: 0, max: 0xffff_ffff }).map(stripNumberOf);

describe("the strip number", () => {
	it("has seven digits, however small the draw", () => {
		expect(stripNumberOf(0)).toBe("0000000");
		// 572 → 4 is the example of Damm's thesis.
		expect(stripNumberOf(572)).toBe("0005724");
		expect(stripNumberOf(4_294_967_295)).toMatch(/^967295\d$/);
	});

	it("is read as it is printed, and however people group it", () => {
		fc.assert(fc.property(anyNumber, (number) => readStripNumber(printStripNumber(number)) === number));
		for (const typed of ["000 5724", "0005724", " 000-57-24 ", "000.5724", "000\u00a05724", "000\u202f5724"]) {
			expect(readStripNumber(typed)).toBe("0005724");
		}
	});

	it("one wrong digit, two exchanged neighbours and another length are seen before anything is sent", () => {
		fc.assert(
			fc.property(anyNumber, fc.nat(6), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
				const wrong = [...number];
				wrong[at] = String((Number(wrong[at]) + by) % 10);
				return readStripNumber(wrong.join("")) === undefined;
			}),
		);
		fc.assert(
			fc.property(anyNumber, fc.nat(5), (number, at) => {
				const swapped = [...number];
				[swapped[at], swapped[at + 1]] = [swapped[at + 1] as string, swapped[at] as string];
				const text = swapped.join("");
				return text === number || readStripNumber(text) === undefined;
			}),
		);
		for (const typed of ["", "000572", "00057240", "03021990", "OOO5724", "x".repeat(100_000)]) {
			expect(readStripNumber(typed)).toBeUndefined();
		}
	});
});
