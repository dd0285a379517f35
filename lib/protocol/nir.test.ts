import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nirFault, nirMatches, printNir, readNir } from "./nir";

/** Invented numbers with their right keys. */
const ESSAI = "290027511612379";
const CORSICA = "2900 22A 116 123".replace(/\s/g, "");

function keyed(thirteen: string): string {
	const number = Number(thirteen.replace("2A", "19").replace("2B", "18"));
	return thirteen + String(97 - (number % 97)).padStart(2, "0");
}

describe("NIR", () => {
	it("the key is 97 − (number mod 97), Corsica counting as 19 and 18", () => {
		expect(keyed("2900275116123")).toBe(ESSAI);
		expect(readNir(ESSAI)).toBe(ESSAI);
		expect(readNir(printNir(ESSAI))).toBe(ESSAI);
		expect(readNir(keyed("290022A116123"))).toBe(keyed("290022A116123"));
		expect(readNir(keyed("290022b116123".toUpperCase()).toLowerCase())).toBe(keyed("290022B116123"));
		expect(CORSICA).toBe("290022A116123");
	});

	it("any one wrong digit is noticed", () => {
		fc.assert(
			fc.property(fc.nat(14), fc.integer({ min: 1, max: 9 }), (place, step) => {
				const digit = (Number(ESSAI[place]) + step) % 10;
				expect(readNir(ESSAI.slice(0, place) + digit + ESSAI.slice(place + 1))).toBeUndefined();
			}),
		);
	});

	it("another length or alphabet is none", () => {
		for (const typed of ["", "2900275116123", `${ESSAI}0`, "A90027511612355", "990027511612355"]) {
			expect(readNir(typed)).toBeUndefined();
		}
	});

	it.each([
		["290027511612379", "1990-02-03", undefined],
		["2 90 02 75 116 123 79", "1990", undefined],
		["2.90.02.75.116.123-79", undefined, undefined],
		["2 90 02 75 116 123", "1990-02-03", "key_missing"],
		["29002751161", "1990-02-03", "length"],
		["2900275116123790", "1990-02-03", "length"],
		["990027511612379", "1990-02-03", "form"],
		["290137511612379", "1990-02-03", "form"],
		["290027511612378", "1990-02-03", "key"],
		["290027511612379", "1991-02-03", "birth"],
		["290027511612379", "1990-03", "birth"],
	])("[EN-10] %s with birth %s: %s", (typed, birth, fault) => {
		expect(nirFault(typed, birth)).toBe(fault);
	});

	it("is compared with birth date and sex", () => {
		expect(nirMatches(ESSAI, { birth: "1990-02-03", sex: "F" })).toBe(true);
		expect(nirMatches(ESSAI, { birth: "1990", sex: "X" })).toBe(true);
		expect(nirMatches(ESSAI, { birth: "1990-02-03", sex: "M" })).toBe(false);
		expect(nirMatches(ESSAI, { birth: "1991-02-03", sex: "F" })).toBe(false);
		expect(nirMatches(ESSAI, { birth: "1990-03-03", sex: "F" })).toBe(false);
	});
});
