import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isLatin, needsLatin, proposeLatin } from "./latin-name";
import { NO_NAME, nameFault, readFamilyName, readName } from "./typed-name";

describe("[EN-4] a name as typed", () => {
	it("comes out in NFC with single spaces; family names in capitals", () => {
		expect(readName("  Camille\u00a0 Aime\u0301e ")).toBe("Camille Aimée");
		expect(readFamilyName("d’essai-müller")).toBe("D'ESSAI-MÜLLER");
		expect(readName("Jean - Paul")).toBe("Jean-Paul");
		expect([readName("-"), readName(" — ")]).toEqual([NO_NAME, NO_NAME]);
	});

	it.each([..."\u0060\u00b4\u02b9\u02bb\u02bc\u2018\u2019\u201b\u2032\uff07"])("an apostrophe written %s", (sign) => {
		expect(readName(`O${sign}Neill`)).toBe("O'Neill");
	});

	it.each([..."\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"])("a hyphen written %s", (sign) => {
		expect(readName(`Jean${sign}Paul`)).toBe("Jean-Paul");
	});

	it("what nobody sees is no part of it", () => {
		expect(readName("\u200fMar\u00adtin\u200b\u202c")).toBe("Martin");
	});

	it.each([
		["Gal·la"],
		["Gal\u2022la"],
		["Raman D/O Devan"],
		["'t Hooft"],
		["\u2019t Hooft"],
		["O‘Neill"],
		["O´Neill"],
		["Jean‑Paul"],
		["Élisa–Marie"],
		["Martin, Jr"],
		["レオナルド・ディカプリオ"],
		["Łukaszewski"],
		["Ñandú-O'Brien de l."],
		["Ивáнов"],
		["Παπαδόπουλος"],
		["محمد"],
		["王小明"],
		["ʿAlī"],
		["X".repeat(46)],
	])("%s is a name", (typed) => {
		expect(nameFault(readName(typed))).toBeUndefined();
		expect(nameFault(readFamilyName(typed))).toBeUndefined();
	});

	it.each([
		["", "missing"],
		["X".repeat(81), "too_long"],
		["ESS4I", "digits"],
		["<b>", "not_a_name"],
		["-", "not_a_name"],
		["'", "not_a_name"],
		["/Martin", "not_a_name"],
	])("%s: %s", (typed, fault) => {
		expect(nameFault(readName(typed))).toBe(fault);
	});
});

describe("[EN-5] the Latin spelling", () => {
	it.each([
		["Łukasz", false],
		["'t Hooft", false],
		["ʿAlī", false],
		["Иван", true],
		["Παπαδόπουλος", true],
		["محمد", true],
		["王小明", true],
		["Иvan", true],
		["レオナルド・ディカプリオ", true],
	])("%s: %s", (name, needed) => {
		expect([needsLatin(name), isLatin(name)]).toEqual([needed, !needed]);
	});

	it.each([
		["ИВАНОВ", "IVANOV"],
		["Щукин", "Shchukin"],
		["Ильич-Мария", "Ilich-Mariia"],
		["Παπαδόπουλος", "Papadopoulos"],
		["ΠΑΠΑΔΟΠΟΥΛΟΣ", "PAPADOPOULOS"],
		["Ğülşah", "Ğülşah"],
		["Ούρσουλα", "Oursoula"],
		["محمد", ""],
		["王小明", ""],
		["Ли 小明", ""],
	])("%s is proposed as %s", (name, latin) => {
		expect(proposeLatin(name)).toBe(latin);
	});
});

const REPORT = "../shared/data/reports/F14-names-refused-at-the-counter.json";

describe.skipIf(!existsSync(REPORT))("[EN-4] names seen at counters", () => {
	it("are all taken", () => {
		const { input } = JSON.parse(readFileSync(REPORT, "utf8")) as { input: readonly string[] };
		const names = input.map((line) => line.replace(/ \(.*\)$/, "")).filter((line) => !line.startsWith("a family name"));
		expect(names.length).toBeGreaterThan(5);
		for (const name of names) expect([name, nameFault(readName(name))]).toEqual([name, undefined]);
	});
});
