import { expect, it } from "vitest";
import { readRpps } from "./rpps";

it("[VA-7] reads an RPPS number as people write it, and tells a wrong digit or two that changed places", () => {
	// Invented; the check digit was computed apart from this program.
	expect(readRpps("10003123451")).toBe("10003123451");
	expect(readRpps(" 100 03 12345 1 ")).toBe("10003123451");
	for (const wrong of ["10003123459", "10003132451", "1000312345", "100031234510", "00000000000", "1000312345A", ""]) {
		expect(readRpps(wrong)).toBeUndefined();
	}
});
