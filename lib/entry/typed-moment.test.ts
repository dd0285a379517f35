import { describe, expect, it } from "vitest";
import { type MomentFault, printMoment, readMoment, typedMoment, writeMoment } from "./typed-moment";
import { offsetAt } from "./zone-time";

const PARIS = "Europe/Paris";
const at = (text: string) => Date.parse(text) / 1000;
const NOW = at("2021-08-13T16:45:00+02:00");
const read = (typed: string, now = NOW, zone = PARIS) => readMoment(typed, { now, zone });
const moment = (text: string) => ({ outcome: "read", at: at(text) });

describe("[EN-2] a time as typed", () => {
	it.each([
		["1640", "2021-08-13T16:40:00+02:00"],
		["905", "2021-08-13T09:05:00+02:00"],
		["9:05", "2021-08-13T09:05:00+02:00"],
		["16h40", "2021-08-13T16:40:00+02:00"],
		["16h", "2021-08-13T16:00:00+02:00"],
		["12/08 09:05", "2021-08-12T09:05:00+02:00"],
		["12/8 9h05", "2021-08-12T09:05:00+02:00"],
		["12/08 0905", "2021-08-12T09:05:00+02:00"],
		["12080905", "2021-08-12T09:05:00+02:00"],
		["14/08 10:00", "2021-08-14T10:00:00+02:00"],
		["13/08/2020 16:40", "2020-08-13T16:40:00+02:00"],
		["13/08/20 16:40", "2020-08-13T16:40:00+02:00"],
		["130820201640", "2020-08-13T16:40:00+02:00"],
		["1308201640", "2020-08-13T16:40:00+02:00"],
		["2021-08-12T09:05", "2021-08-12T09:05:00+02:00"],
	])("%s is %s", (typed, instant) => {
		expect(read(typed)).toEqual(moment(instant));
	});

	it("a day without its year is the last one", () => {
		const january = at("2022-01-03T09:00:00+01:00");
		expect(read("30/12 10:00", january)).toEqual(moment("2021-12-30T10:00:00+01:00"));
		expect(read("29/02 10:00", at("2021-01-05T09:00:00Z"))).toEqual(moment("2020-02-29T10:00:00+01:00"));
	});

	it.each<[string, MomentFault]>([
		["", "empty"],
		["16", "no_such_moment"],
		["2460", "no_such_moment"],
		["31/02 10:00", "no_such_moment"],
		["99/99 10:00", "no_such_moment"],
		["13/08", "no_such_moment"],
		["midi", "no_such_moment"],
	])("%s: %s", (typed, why) => {
		expect(read(typed)).toEqual({ outcome: "unread", why });
	});

	it("what is printed is read", () => {
		expect(printMoment(NOW, { zone: PARIS })).toBe("13/08 16:45");
		expect(printMoment(NOW, { zone: PARIS, year: true })).toBe("13/08/2021 16:45");
		expect(read(printMoment(NOW, { zone: PARIS, year: true }))).toEqual({ outcome: "read", at: NOW });
	});

	it("digits are written with their separators", () => {
		expect(["1308", "13081", "13081640", "13/08 16:4", "130820211640", "9h05"].map(writeMoment)).toEqual([
			"1308",
			"13/08 1",
			"13/08 16:40",
			"13/08 16:4",
			"13/08/2021 16:40",
			"9h05",
		]);
	});
});

describe("[EN-3] the hours that clocks repeat and skip", () => {
	const autumn = at("2021-10-31T12:00:00+01:00");

	it("an hour that comes twice has two answers, and is asked for", () => {
		expect(read("02:30", autumn)).toEqual({
			outcome: "twice",
			at: [at("2021-10-31T02:30:00+02:00"), at("2021-10-31T02:30:00+01:00")],
		});
		expect(read("03:00", autumn)).toEqual(moment("2021-10-31T03:00:00+01:00"));
		expect(read("01:59", autumn)).toEqual(moment("2021-10-31T01:59:00+02:00"));
	});

	it("what the form fills in itself is known, and not asked for", () => {
		const first = at("2021-10-31T02:30:00+02:00");
		expect(typedMoment(first, { zone: PARIS })).toEqual({ moment: "31/10 02:30", which: "first" });
		expect(typedMoment(first + 3600, { zone: PARIS })).toEqual({ moment: "31/10 02:30", which: "second" });
		expect(typedMoment(NOW, { zone: PARIS, year: true })).toEqual({ moment: "13/08/2021 16:45", which: "" });
	});

	it("an hour that was skipped has none", () => {
		const spring = at("2022-03-27T12:00:00+02:00");
		expect(read("02:30", spring)).toEqual({ outcome: "unread", why: "skipped" });
		expect(read("03:00", spring)).toEqual(moment("2022-03-27T03:00:00+02:00"));
	});

	it("by the clocks of the counter's own zone", () => {
		expect(read("02:30", autumn, "Indian/Reunion")).toEqual(moment("2021-10-31T02:30:00+04:00"));
		expect(read("00:30", at("2021-11-07T12:00:00Z"), "America/Miquelon").outcome).toBe("read");
		expect(read("01:30", at("2021-11-07T12:00:00Z"), "America/Miquelon").outcome).toBe("twice");
		expect(read("10:00", NOW, "Pacific/Marquesas")).toEqual(moment("2021-08-13T10:00:00-09:30"));
		expect(offsetAt(NOW, "Etc/Unknown")).toBe(0);
	});
});
