import { describe, expect, it } from "vitest";
import { isNameOnPaper, shortenName } from "./paper-name";

const LONG = "Maria Fernanda Guadalupe del Carmen Hernández-Villanueva";

describe("[EN-6] a name that is longer than the sheet", () => {
	it.each([
		["ESSAI", "ESSAI"],
		[LONG, "Maria Fernanda Guadalupe del Carmen"],
		["A".repeat(46), "A".repeat(40)],
		[`${"A".repeat(20)}-${"B".repeat(25)}`, "A".repeat(20)],
		[`${"A".repeat(40)} B`, "A".repeat(40)],
		[`${"𝒳".repeat(20)} ${"𝒴".repeat(25)}`, "𝒳".repeat(20)],
	])("%s is shortened to whole words", (name, short) => {
		expect(shortenName(name)).toBe(short);
		expect(isNameOnPaper(name, short)).toBe(true);
	});

	it.each([
		[LONG, "Maria Fernanda Guadalupe del Carmen Hern", true],
		[LONG, "Maria Hernández-Villanueva", true],
		[LONG, "MARIA F. G. Hernández", true],
		[LONG, "Fernanda Guadalupe", false],
		[LONG, "Maria Carmen Guadalupe", false],
		[LONG, "Maria Sofia", false],
		[LONG, "", false],
		["Camille Aimée", "Camille", false],
		["Camille Aimée", "Camille Aime\u0301e", true],
		["", "", true],
	])("%s as %s: %s", (name, short, taken) => {
		expect(isNameOnPaper(name, short)).toBe(taken);
	});
});
