import { describe, expect, it } from "vitest";
import { type DayFault, printDay, readDay, writeDay } from "./typed-day";

const TODAY = "2021-08-13";
const read = (typed: string) => {
	const answer = readDay(typed, TODAY);
	return answer.outcome === "read" ? answer.day : answer.why;
};

describe("[EN-1] a birth date as typed", () => {
	it.each([
		["03021990", "1990-02-03"],
		["03/02/1990", "1990-02-03"],
		["3/2/1990", "1990-02-03"],
		["3.2.1990", "1990-02-03"],
		["3-2-1990", "1990-02-03"],
		[" 3 2 1990 ", "1990-02-03"],
		["030290", "1990-02-03"],
		["3/2/90", "1990-02-03"],
		["1990-02-03", "1990-02-03"],
		["1990/2/3", "1990-02-03"],
		["19900203", "1990-02-03"],
		["3 février 1990", "1990-02-03"],
		["1er févr. 1990", "1990-02-01"],
		["3 Feb 1990", "1990-02-03"],
		["3 juillet 90", "1990-07-03"],
		["juin 1990", "1990-06"],
		["29022000", "2000-02-29"],
		["13082021", "2021-08-13"],
	])("%s is %s", (typed, day) => {
		expect(read(typed)).toBe(day);
	});

	it.each([
		["1990", "1990"],
		["02/1990", "1990-02"],
		["2/1990", "1990-02"],
		["021990", "1990-02"],
		["02/19/90", "1990-02"],
		["00/02/1990", "1990-02"],
		["--/02/1990", "1990-02"],
		["xx/02/1990", "1990-02"],
		["00/00/1990", "1990"],
		["--/--/1990", "1990"],
		["?/?/1990", "1990"],
		["00001990", "1990"],
		["1990-02-00", "1990-02"],
		["1990-00-00", "1990"],
	])("parts that the document does not have: %s is %s", (typed, day) => {
		expect(read(typed)).toBe(day);
	});

	it.each([
		["130821", "2021-08-13"],
		["140821", "1921-08-14"],
		["3/2/22", "1922-02-03"],
		["00/00/21", "2021"],
	])("two digits are the last such year that is not ahead: %s is %s", (typed, day) => {
		expect(read(typed)).toBe(day);
	});

	it.each<[string, DayFault]>([
		["", "empty"],
		["30/02/1990", "no_such_day"],
		["29021900", "no_such_day"],
		["0302199", "no_such_day"],
		["3 juil 19900", "no_such_day"],
		["3 jui 1990", "no_such_day"],
		["le trois", "no_such_day"],
		["03/13/1990", "no_such_day"],
		["03/--/1990", "month_unknown"],
		["03/00/1990", "month_unknown"],
		["14/08/2021", "ahead"],
		["03021890", "too_old"],
		["01/01/0990", "too_old"],
	])("%s: %s", (typed, why) => {
		expect(read(typed)).toBe(why);
	});

	it("is shown as it is read", () => {
		for (const day of ["1990", "1990-02", "1990-02-03"]) expect(read(printDay(day))).toBe(day);
	});

	it("no text of digits has two readings", () => {
		for (let year = 1900; year <= 2021; year++) {
			for (const [day, month] of [
				["01", "01"],
				["20", "10"],
				["19", "12"],
				["20", "01"],
				["10", "02"],
			] as const) {
				const whole = `${year}-${month}-${day}`;
				if (whole > TODAY) continue;
				expect([read(`${day}${month}${year}`), read(`${year}${month}${day}`)]).toEqual([whole, whole]);
				expect(read(`${month}${year}`)).toBe(`${year}-${month}`);
			}
		}
	});
});

describe("strokes while typing", () => {
	it("come by themselves between digits, and go when deleting", () => {
		expect(["0", "03", "030", "0302"].map(writeDay)).toEqual(["0", "03", "030", "0302"]);
		expect(["03021", "03021990", "03/02/19", "03/02/19901"].map(writeDay)).toEqual([
			"03/02/1",
			"03/02/1990",
			"03/02/19",
			"03/02/1990",
		]);
		expect(["03/0", "03/02/"].map(writeDay)).toEqual(["03/0", "03/02"]);
	});

	it("leave alone what has separators of its own", () => {
		for (const typed of ["3/", "3/2/1990", "--/02", "1990-02", "3 févr", "2/1990"]) expect(writeDay(typed)).toBe(typed);
	});
});
