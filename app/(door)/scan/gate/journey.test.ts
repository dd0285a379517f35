import { describe, expect, it } from "vitest";
import { civilDay } from "@/lib/shared/civil-day";
import { countryName, namedDestinations, occasionOf } from "./journey";

const NOON = Date.parse("2021-08-20T12:00:00Z") / 1000;

describe("what passes are shown for", () => {
	it("a venue, a train, or a journey from a train", () => {
		const journey = { destination: "DE" };
		expect(occasionOf({ mode: "event", journey }, NOON)).toEqual({ activity: "venue" });
		expect(occasionOf({ mode: "train" }, NOON)).toEqual({ activity: "train" });
		expect(occasionOf({ mode: "train", journey }, NOON)).toEqual({ activity: "journey", destination: "DE" });
	});

	it("a day of arrival that is today or over is now", () => {
		const arrivalOn = (arrival: string) => {
			const occasion = occasionOf({ mode: "train", journey: { destination: "DE", arrival } }, NOON);
			return occasion.activity === "journey" && occasion.arrival;
		};
		expect(arrivalOn("2021-08-21")).toEqual({ day: civilDay(2021, 8, 21) });
		for (const day of ["2021-08-20", "2021-08-19", "soon"]) expect(arrivalOn(day)).toBeUndefined();
	});
});

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
