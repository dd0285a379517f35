import { describe, expect, it } from "vitest";
import { formatBirth, printBirth, readBirth } from "./typed-birth";
import { formatMoment, printMoment, readMoment } from "./typed-moment";
import { familyName, nameProblem, readName } from "./typed-name";

const TODAY = "2021-08-13";

describe("birth date", () => {
	it.each([
		["03021990", "1990-02-03"],
		["03/02/1990", "1990-02-03"],
		["3 février 1990", undefined],
		["1990", "1990"],
		["02/1990", "1990-02"],
		["13082021", "2021-08-13"],
		["14082021", undefined],
		["30021990", undefined],
		["29022000", "2000-02-29"],
		["29021900", undefined],
		["0302199", undefined],
		["03021890", undefined],
		["", undefined],
	])("%s is %s", (typed, birth) => {
		expect(readBirth(typed, TODAY)).toBe(birth);
	});

	it("the slashes come by themselves, and go when deleting", () => {
		expect(["0", "03", "030", "0302"].map(formatBirth)).toEqual(["0", "03", "030", "0302"]);
		expect(["03021", "03021990", "03/02/19", "03/02/19901"].map(formatBirth)).toEqual([
			"03/02/1",
			"03/02/1990",
			"03/02/19",
			"03/02/1990",
		]);
		expect(formatBirth("03/0")).toBe("03/0");
	});

	it("is printed as it is read", () => {
		for (const birth of ["1990", "1990-02", "1990-02-03"]) expect(readBirth(printBirth(birth), TODAY)).toBe(birth);
	});
});

describe("sample time", () => {
	const now = new Date(2021, 7, 13, 16, 45);
	const moment = (...parts: [number, number, number, number, number]) =>
		Math.floor(new Date(...parts).getTime() / 1000);

	it("the time alone is today", () => {
		expect(readMoment("1640", now)).toBe(moment(2021, 7, 13, 16, 40));
		expect(readMoment("9:05", now)).toBe(moment(2021, 7, 13, 9, 5));
	});

	it("a day without year is the last one", () => {
		expect(readMoment("12/08 09:05", now)).toBe(moment(2021, 7, 12, 9, 5));
		expect(readMoment("30/12 10:00", new Date(2022, 0, 3))).toBe(moment(2021, 11, 30, 10, 0));
		expect(readMoment("14/08 10:00", now)).toBe(moment(2021, 7, 14, 10, 0));
		expect(readMoment("13/08/2020 16:40", now)).toBe(moment(2020, 7, 13, 16, 40));
	});

	it("what does not exist is refused", () => {
		for (const typed of ["", "16", "2460", "31/02 10:00", "99/99 10:00", "13/08"]) {
			expect(readMoment(typed, now)).toBeUndefined();
		}
	});

	it("digits are formatted while typing, and what is printed is read", () => {
		expect(["1308", "13081", "13081640", "13/08 16:4", "130820211640"].map(formatMoment)).toEqual([
			"1308",
			"13/08 1",
			"13/08 16:40",
			"13/08 16:4",
			"13/08/2021 16:40",
		]);
		expect(readMoment(printMoment(now), now)).toBe(moment(2021, 7, 13, 16, 45));
	});
});

describe("names", () => {
	it("come out in NFC with single spaces; family names in capitals", () => {
		expect(readName("  Camille\u00a0 Aime\u0301e ")).toBe("Camille Aimée");
		expect(familyName("d’essai-müller")).toBe("D'ESSAI-MÜLLER");
	});

	it.each([
		["ESSAI", undefined],
		["Ñandú-O'Brien de l.", undefined],
		["Ивáнов", undefined],
		["", "missing"],
		["X".repeat(41), "too_long"],
		["𝒳".repeat(41), "too_long"],
		["ESS4I", "not_a_name"],
		["<b>", "not_a_name"],
		["-", "not_a_name"],
	])("%s: %s", (name, problem) => {
		expect(nameProblem(name)).toBe(problem);
	});
});
