import { describe, expect, it } from "vitest";
import { countryName, namedDestinations } from "./countries";

describe("destinations", () => {
	it("are offered by the names of the language, those with rules among them, each once", () => {
		const french = namedDestinations(["DE", "US"], "fr");
		expect(french.map(({ label }) => label)).toEqual(
			french.map(({ label }) => label).sort((a, b) => a.localeCompare(b, "fr")),
		);
		expect(new Set(french.map(({ value }) => value)).size).toBe(french.length);
		expect(french).toContainEqual({ value: "DE", label: "Allemagne" });
		expect(namedDestinations(["US"], "en")).toContainEqual({ value: "US", label: "United States" });
		expect(countryName("ZZ", "fr")).not.toBe("");
		for (const { label, value } of french) expect(label, value).not.toBe(value);
	});
});
