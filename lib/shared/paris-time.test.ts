import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatParis, fromParis, parisDay, parisOffset } from "./paris-time";

const formatter = new Intl.DateTimeFormat("sv-SE", {
	timeZone: "Europe/Paris",
	dateStyle: "short",
	timeStyle: "medium",
});

describe("Europe/Paris", () => {
	it("agrees with the platform's time-zone database from 2000 to 2037", () => {
		const instant = fc.integer({ min: Date.UTC(2000, 0, 1) / 1000, max: Date.UTC(2037, 11, 31) / 1000 });
		fc.assert(
			fc.property(instant, (at) => {
				expect(formatParis(at).slice(0, 19).replace("T", " ")).toBe(formatter.format(at * 1000));
				expect(Date.parse(formatParis(at)) / 1000).toBe(at);
			}),
			{ numRuns: 2000 },
		);
	});

	it("changes at 01:00 UTC to the second", () => {
		const march = Date.UTC(2021, 2, 28, 1) / 1000;
		expect([parisOffset(march - 1), parisOffset(march)]).toEqual([3600, 7200]);
		const october = Date.UTC(2021, 9, 31, 1) / 1000;
		expect([parisOffset(october - 1), parisOffset(october)]).toEqual([7200, 3600]);
	});

	it("reads back every wall-clock time that exists once", () => {
		const instant = fc.integer({ min: Date.UTC(2000, 0, 1) / 1000, max: Date.UTC(2037, 11, 31) / 1000 });
		fc.assert(
			fc.property(instant, (at) => {
				const local = at + parisOffset(at);
				const read = fromParis(Math.floor(local / 86_400), local % 86_400);
				// Only the second pass of the doubled hour is read as the first.
				expect(at - read === 0 || (at - read === 3600 && parisOffset(read) === 7200 && parisOffset(at) === 3600)).toBe(
					true,
				);
			}),
		);
	});

	it("takes the doubled hour the first time and the skipped hour with the offset before", () => {
		const october = Date.UTC(2021, 9, 31) / 86_400_000;
		expect(formatParis(fromParis(october, 2.5 * 3600))).toBe("2021-10-31T02:30:00+02:00");
		const march = Date.UTC(2021, 2, 28) / 86_400_000;
		expect(formatParis(fromParis(march, 2.5 * 3600))).toBe("2021-03-28T03:30:00+02:00");
	});

	it("begins the day at midnight in Paris", () => {
		const midnight = Date.UTC(2021, 7, 12, 22) / 1000;
		expect(parisDay(midnight) - parisDay(midnight - 1)).toBe(1);
	});
});
