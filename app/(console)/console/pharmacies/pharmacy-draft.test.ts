import { describe, expect, it } from "vitest";
import { type PharmacyDraft, readPharmacy } from "./pharmacy-draft";

const typed: PharmacyDraft = { number: "40123", name: " Pharmacie des Halles ", town: "Rennes ", finess: "" };
const problemsOf = (change: Partial<PharmacyDraft>) => {
	const read = readPharmacy({ ...typed, ...change });
	return read.ok ? [] : [...read.error];
};

describe("a new pharmacy", () => {
	it("becomes a message without the spaces around what was typed", () => {
		expect(readPharmacy(typed)).toEqual({
			ok: true,
			value: { number: "40123", name: "Pharmacie des Halles", town: "Rennes" },
		});
	});

	it.each([
		["a number of four digits", { number: "4012" }, ["number"]],
		["a number with its check digit", { number: "401233" }, ["number"]],
		["no name", { name: " " }, ["name"]],
		["no town", { town: "" }, ["town"]],
		["a FINESS number that is too short", { finess: "3500" }, ["finess"]],
	] as const)("has to be put right: %s", (_, change, problems) => {
		expect(problemsOf(change)).toEqual(problems);
	});

	it("has a name and a town that fit together into 32 code points, comma included", () => {
		expect(problemsOf({ name: "é".repeat(20), town: "o".repeat(10) })).toEqual([]);
		expect(problemsOf({ name: "é".repeat(20), town: "o".repeat(11) })).toEqual(["together"]);
	});
});
