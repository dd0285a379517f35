import { describe, expect, it } from "vitest";
import { immunization, PATIENT } from "@/tests/support/issue-shc";
import { datesOf, FROM, project } from "@/tests/support/project-card";

const DOSES = [PATIENT, immunization("208", "2021-05-01"), immunization("208", "2021-06-12")];

describe("vaccinations (spec V-2)", () => {
	it("[V-2] become one DCC vaccination as of the last dose", async () => {
		expect(await project(...DOSES)).toEqual({
			outcome: "projected",
			dcc: {
				ver: "1.3.0",
				nam: { fn: "Essai", fnt: "ESSAI", gn: "Camille Aimée", gnt: "CAMILLE<AIMEE" },
				dob: "1990-02-03",
				v: [
					{
						tg: "840539006",
						vp: "1119349007",
						mp: "EU/1/20/1528",
						ma: "ORG-100030215",
						dn: 2,
						sd: 2,
						dt: "2021-06-12",
						...FROM,
					},
				],
			},
			person: { family: "Essai", given: "Camille Aimée", birth: "1990-02-03" },
		});
	});

	it.each([
		["one of two", [["208", "2021-05-01"]], 1, 2, "EU/1/20/1528"],
		["Janssen", [["212", "2021-05-01"]], 1, 1, "EU/1/20/1525"],
		[
			"Janssen and a booster",
			[
				["212", "2021-05-01"],
				["207", "2021-12-01"],
			],
			2,
			2,
			"EU/1/20/1507",
		],
		[
			"three",
			[
				["207", "2021-05-01"],
				["207", "2021-12-01"],
				["229", "2022-09-05"],
			],
			3,
			3,
			"EU/1/20/1507",
		],
		[
			"in any order",
			[
				["208", "2021-06-12"],
				["210", "2021-05-01"],
			],
			2,
			2,
			"EU/1/20/1528",
		],
		[
			"one dose told twice",
			[
				["208", "2021-05-01"],
				["208", "2021-05-01"],
			],
			1,
			2,
			"EU/1/20/1528",
		],
		[
			"outside the EU",
			[
				["511", "2021-05-01"],
				["511", "2021-06-01"],
			],
			2,
			2,
			"CoronaVac",
		],
		["unspecified", [["213", "2021-05-01"]], 1, 2, "unknown"],
		[
			"next to influenza",
			[
				["158", "2021-10-01"],
				["212", "2021-05-01"],
			],
			1,
			1,
			"EU/1/20/1525",
		],
	] as const)("%s", async (_name, doses, dn, sd, mp) => {
		const resources = doses.map(([code, day]) => immunization(code, day));
		expect(await project(PATIENT, ...resources)).toMatchObject({ dcc: { v: [{ dn, sd, mp }] } });
	});

	it("count as the card counts them, where it does", async () => {
		const second = { protocolApplied: [{ doseNumberPositiveInt: 2, seriesDosesPositiveInt: 2 }] };
		expect(await project(PATIENT, immunization("208", "2021-06-12", second))).toMatchObject({
			dcc: { v: [{ dn: 2, sd: 2 }] },
		});
		const only = { protocolApplied: [{ doseNumberPositiveInt: 1, seriesDosesPositiveInt: 1 }] };
		expect(await project(PATIENT, immunization("208", "2021-06-12", only))).toMatchObject({
			dcc: { v: [{ dn: 1, sd: 1 }] },
		});
		const odd = { protocolApplied: [{ doseNumberPositiveInt: "2", doseNumberString: "2" }] };
		expect(await project(PATIENT, immunization("208", "2021-06-12", odd))).toMatchObject({
			dcc: { v: [{ dn: 1, sd: 2 }] },
		});
	});

	it("are read in Canadian SNOMED CT and in ICD-11", async () => {
		const coded = (system: string, code: string) =>
			immunization("", "2021-05-01", { vaccineCode: { coding: [{ code: "x" }, { system, code }] } });
		const snomed = coded("http://snomed.info/sct", "28951000087107");
		const icd11 = coded("http://id.who.int/icd11/mms", "XM6QV1");
		for (const dose of [snomed, icd11]) {
			expect(await project(PATIENT, dose)).toMatchObject({ dcc: { v: [{ mp: "EU/1/20/1525", dn: 1, sd: 1 }] } });
		}
		const other = coded("http://hl7.org/fhir/sid/cvx-TEMPORARY-CODE-SYSTEM", "207");
		expect(await project(PATIENT, other)).toEqual({ outcome: "unsupported" });
	});

	it.each([
		["the guide's older name of ICD-11", "http://id.who.int/icd/release/11/mms", "XM3DT5", "EU/1/20/1507"],
		["ATC, which names no product", "http://www.whocc.no/atc", "J07BX03", "unknown"],
		[
			"the EU register",
			"https://ec.europa.eu/health/documents/community-register/html/",
			"EU/1/20/1528",
			"EU/1/20/1528",
		],
		["the EU's temporary names", "http://ec.europa.eu/temp/vaccineproductname", "Covishield", "Covishield"],
		["a package by NDC", "http://hl7.org/fhir/sid/ndc", "80777-273-10", "EU/1/20/1507"],
		["a package by GTIN-12", "https://www.gs1.org/gtin", "380777273990", "EU/1/20/1507"],
		["a package by GTIN-14", "https://www.gs1.org/gtin", "00359676580157", "EU/1/20/1525"],
	])("are read in %s", async (_name, system, code, mp) => {
		const dose = immunization("", "2021-05-01", { vaccineCode: { coding: [{ system, code }] } });
		expect(await project(PATIENT, dose)).toMatchObject({ dcc: { v: [{ mp }] } });
	});

	it("are the product that any of several codings names", async () => {
		const generic = { system: "http://snomed.info/sct", code: "1119349007" };
		const exact = { system: "https://www.gs1.org/gtin", code: "380777273990" };
		for (const coding of [
			[generic, exact],
			[exact, generic],
		]) {
			const dose = immunization("", "2021-05-01", { vaccineCode: { coding } });
			expect(await project(PATIENT, dose)).toMatchObject({ dcc: { v: [{ mp: "EU/1/20/1507" }] } });
		}
		const other = { system: "http://hl7.org/fhir/sid/ndc", code: "80777-345-96" };
		const dose = immunization("", "2024-05-01", { vaccineCode: { coding: [other] } });
		expect(await project(PATIENT, dose)).toEqual({ outcome: "unsupported" });
	});

	it("not completed or subpotent are none", async () => {
		for (const change of [{ status: "not-done" }, { status: "entered-in-error" }, { isSubpotent: true }]) {
			expect(await project(PATIENT, immunization("208", "2021-05-01", change))).toEqual({ outcome: "unsupported" });
		}
	});

	it.each(["2021-02-30", "", undefined, "May 2021", "2021-13"])("on day %j cannot be judged", async (day) => {
		const dose = immunization("208", "", { occurrenceDateTime: day });
		expect(await project(PATIENT, dose)).toEqual({ outcome: "incomplete", what: "dates" });
	});

	it("[P-8] of a month or year may be of its first day or its last, but not after the card was signed", async () => {
		const dose = (day: string) => immunization("208", day);
		expect(await datesOf(PATIENT, dose("2021-05"))).toEqual(["2021-05-01 1/2", "2021-05-31 1/2"]);
		expect(await datesOf(PATIENT, dose("2021"))).toEqual(["2021-01-01 1/2", "2021-08-03 1/2"]);
		expect(await datesOf(PATIENT, dose("2021-05-01T10:00:00+02:00"))).toEqual(["2021-05-01 1/2"]);
		expect(await datesOf(PATIENT, dose("2021"), dose("2021-06-12"))).toEqual(["2021-06-12 2/2", "2021-08-03 2/2"]);
		// The month may be the same injection, told by two providers.
		expect(await datesOf(PATIENT, dose("2021-06"), dose("2021-06-01"))).toEqual(["2021-06-01 1/2", "2021-06-30 2/2"]);
	});

	it("[P-8] with more than four imprecise dates is not weighed", async () => {
		const doses = ["2021-01", "2021-02", "2021-03", "2021-04", "2021-05"].map((month) => immunization("208", month));
		expect((await datesOf(PATIENT, ...doses.slice(1))) as string[]).toHaveLength(16);
		expect(await datesOf(PATIENT, ...doses)).toEqual({ outcome: "incomplete", what: "dates" });
	});
});
