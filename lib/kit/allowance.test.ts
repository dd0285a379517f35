import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { codesUntil, type Left, runningOut } from "./allowance";

const NOW = 1_628_868_600;
const PLENTY: Left = { numbers: 1500, delegation: NOW + 30 * DAY, codes: NOW + 31 * DAY };
const of = (left: Partial<Left>) => runningOut({ ...PLENTY, ...left }, NOW);

describe("[SH-12] what a counter has left", () => {
	it("is not mentioned while it lasts", () => {
		expect(of({})).toEqual([]);
		expect(of({ numbers: 250, delegation: NOW + 7 * DAY, codes: NOW + 7 * DAY })).toEqual([]);
	});

	it.each([
		[249, "soon"],
		[100, "soon"],
		[99, "urgent"],
		[20, "urgent"],
		[19, "last"],
		[1, "last"],
		[0, "over"],
	] as const)("%i numbers: %s", (numbers, urgency) => {
		expect(of({ numbers })).toEqual([{ what: "numbers", urgency }]);
	});

	it.each([
		[7 * DAY - 1, "soon"],
		[3 * DAY, "soon"],
		[3 * DAY - 1, "urgent"],
		[DAY, "urgent"],
		[DAY - 1, "last"],
		[1, "last"],
		[0, "over"],
		[-DAY, "over"],
	] as const)("%i seconds: %s", (seconds, urgency) => {
		expect(of({ delegation: NOW + seconds })).toEqual([{ what: "delegation", urgency }]);
		expect(of({ codes: NOW + seconds })).toEqual([{ what: "codes", urgency }]);
	});

	it("that nobody gave is over, and what is nearest to its end comes first", () => {
		expect(of({ numbers: 200, delegation: undefined, codes: NOW + 2 * HOUR })).toEqual([
			{ what: "delegation", urgency: "over" },
			{ what: "codes", urgency: "last" },
			{ what: "numbers", urgency: "soon" },
		]);
	});

	it("of check codes ends where the last day's keys no longer reach an attestation's end", () => {
		const until = codesUntil(["2021-08-13", "2021-09-15", "2021-08-14"], 72 * HOUR);
		expect(until).toBe(Date.UTC(2021, 8, 13) / 1000);
		expect(codesUntil([], 72 * HOUR)).toBeUndefined();
	});
});
