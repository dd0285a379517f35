import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCivilDay } from "@/lib/shared/civil-day";
import { instantOf } from "@/lib/shared/instant";
import { dayReadings, timeReadings } from "./date-readings";

const ends = (readings: readonly string[] | undefined) => readings?.slice(0, 2);

describe("[P-8] what a date may mean", () => {
	it.each([
		["2021-08-13", ["2021-08-13"]],
		["2021-08", ["2021-08-01", "2021-08-31"]],
		["2024-02", ["2024-02-01", "2024-02-29"]],
		["2021-12", ["2021-12-01", "2021-12-31"]],
		["2021", ["2021-01-01", "2021-12-31"]],
		["2021-08-13t10:00:00z", ["2021-08-13T10:00:00Z"]],
		["2021-08-13 10:00", ["2021-08-13T10:00:00"]],
	])("a day: %s", (text, expected) => expect(ends(dayReadings(text))).toEqual(expected));

	it.each([
		["2021-08-13T10:00:00.5+02:00", ["2021-08-13T10:00:00+02:00"]],
		["2021-08-13T10:00+02:00", ["2021-08-13T08:00:00Z", "2021-08-13T08:00:59Z"]],
		["2021-08-13", ["2021-08-13T00:00:00Z", "2021-08-13T23:59:59Z"]],
		["2021-08", ["2021-08-01T00:00:00Z", "2021-08-31T23:59:59Z"]],
	])("a moment: %s", (text, expected) => expect(ends(timeReadings(text))).toEqual(expected));

	it("nothing happened after it was signed, and nothing before it could", () => {
		const signed = Date.UTC(2021, 7, 5, 12) / 1000;
		expect(ends(dayReadings("2021", signed))).toEqual(["2021-01-01", "2021-08-05"]);
		expect(ends(timeReadings("2021-08", signed))).toEqual(["2021-08-01T00:00:00Z", "2021-08-05T12:00:00Z"]);
		expect(dayReadings("2022", signed)).toEqual(["2022-01-01"]);
		expect(dayReadings("2021-08-13", signed)).toEqual(["2021-08-13"]);
	});

	it.each([
		"",
		"x",
		"2021-13",
		"2021-00",
		"2021-02-30",
		"2021-08-13T24:00:00Z",
		"20210813",
		"2021-08-13T10Z",
		"2021-08-13 ".padEnd(60),
	])("%j is none", (text) => {
		expect(dayReadings(text)).toBeUndefined();
		expect(timeReadings(text)).toBeUndefined();
	});

	it("every reading lies between the two ends, and policies can read it", () => {
		const text = fc
			.tuple(fc.integer({ min: 1, max: 9998 }), fc.option(fc.integer({ min: 1, max: 12 })))
			.map(([year, month]) =>
				[String(year).padStart(4, "0"), ...(month === null ? [] : [String(month).padStart(2, "0")])].join("-"),
			);
		fc.assert(
			fc.property(text, fc.option(fc.integer({ min: 0, max: 2e9 })), (date, signed) => {
				const days = dayReadings(date, signed ?? undefined)?.map((day) => parseCivilDay(day) ?? Number.NaN) ?? [];
				const times = timeReadings(date, signed ?? undefined)?.map((time) => instantOf(time) ?? Number.NaN) ?? [];
				for (const [first = Number.NaN, second = first, ...between] of [days, times]) {
					expect(first <= second && between.every((one) => first < one && one < second)).toBe(true);
				}
			}),
		);
	});
});
