import { beforeAll, describe, expect, it } from "vitest";
import {
	immunization,
	labResult,
	makeShcIssuer,
	PATIENT,
	type ShcIssuer,
	shcClaims,
	signShc,
} from "@/tests/support/issue-shc";
import { decodeShc } from "./decode-shc";
import { projectShc } from "./project-shc";

const FROM = { co: "US", is: "https://issuer.example/creds", ci: "shc:test" };
const DOSES = [PATIENT, immunization("208", "2021-05-01"), immunization("208", "2021-06-12")];
let issuer: ShcIssuer;
beforeAll(async () => {
	issuer = await makeShcIssuer();
});

async function project(...resources: readonly unknown[]) {
	const result = decodeShc(await signShc(issuer, shcClaims(issuer, resources)));
	if (result.outcome !== "decoded") throw new Error(result.detail);
	const projected = projectShc(result.card, FROM);
	if (projected.outcome !== "projected" || projected.readings.length > 1) return projected;
	const { outcome, readings, person } = projected;
	return { outcome, dcc: readings[0], person };
}

/** The dates that a card's proof may have. */
async function datesOf(...resources: readonly unknown[]) {
	const result = decodeShc(await signShc(issuer, shcClaims(issuer, resources)));
	if (result.outcome !== "decoded") throw new Error(result.detail);
	const projected = projectShc(result.card, FROM);
	if (projected.outcome !== "projected") return projected;
	return projected.readings.map(({ v, t }) => (v ? `${v[0]?.dt} ${v[0]?.dn}/${v[0]?.sd}` : t?.[0]?.sc));
}

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

describe("laboratory results (spec V-2)", () => {
	it.each([
		["94500-6", "260415000", "LP6464-4", "260415000"],
		["94558-4", "260385009", "LP217198-3", "260415000"],
		["94309-2", "260373001", "LP6464-4", "260373001"],
		["94309-2", "10828004", "LP6464-4", "260373001"],
		["94309-2", "895231008", "LP6464-4", "260415000"],
		["94309-2", "419984006", "LP6464-4", "419984006"],
		["94309-2", "720735008", "LP6464-4", "419984006"],
		["94309-2", "1", "LP6464-4", "unknown"],
	])("%s with finding %s", async (loinc, finding, tt, tr) => {
		const result = labResult(loinc, finding, "2021-08-13T16:40:00+02:00");
		expect(await project(PATIENT, result)).toMatchObject({
			dcc: { t: [{ tg: "840539006", tt, tr, sc: "2021-08-13T16:40:00+02:00" }] },
		});
	});

	it("may be coded in LOINC, and told by the time of a period or an instant", async () => {
		const at = "2021-08-13T16:40:00+02:00";
		const coding = [{ system: "http://loinc.org", code: "LA6577-6" }];
		for (const time of [{ effectivePeriod: { start: at } }, { effectiveInstant: at }]) {
			const change = { effectiveDateTime: undefined, ...time, valueCodeableConcept: { coding } };
			expect(await project(PATIENT, labResult("94500-6", "", at, change))).toMatchObject({
				dcc: { t: [{ tr: "260415000", sc: at }] },
			});
		}
	});

	it("the newest counts, and of several at one time one that is not negative", async () => {
		const [old, recent] = ["2021-08-12T10:00:00Z", "2021-08-13T10:00:00+02:00"];
		const negative = labResult("94500-6", "260415000", recent);
		const positiveBefore = labResult("94500-6", "260373001", old);
		expect(await project(PATIENT, negative, positiveBefore)).toMatchObject({ dcc: { t: [{ tr: "260415000" }] } });
		const sameTime = labResult("94559-2", "260373001", "2021-08-13T08:00:00Z");
		for (const order of [
			[negative, sameTime],
			[sameTime, negative],
		]) {
			expect(await project(PATIENT, ...order)).toMatchObject({ dcc: { t: [{ tr: "260373001" }] } });
		}
	});

	it.each([
		["2021-08-01", ["2021-08-01T00:00:00Z", "2021-08-01T23:59:59Z"]],
		["2021-08", ["2021-08-01T00:00:00Z", "2021-08-03T14:13:20Z"]],
		["2021-08-01T16:40Z", ["2021-08-01T16:40:00Z", "2021-08-01T16:40:59Z"]],
		["2021-08-01t16:40:00.25z", ["2021-08-01T16:40:00Z"]],
		["2021-08-01 16:40:00+02:00", ["2021-08-01T16:40:00+02:00"]],
		["2021-08-01T16:40:60Z", ["2021-08-01T16:40:59Z"]],
	])("[P-8] at %s may be %j", async (at, expected) => {
		expect(await datesOf(PATIENT, labResult("94500-6", "260415000", at))).toEqual(expected);
	});

	it.each(["2021-08-01T16:40:00", "2021-08-01T24:00:00Z", "x", "", "2021-08-01T10:00:00+24:00"])(
		"at %s cannot be judged",
		async (at) => {
			expect(await project(PATIENT, labResult("94500-6", "260415000", at))).toEqual({
				outcome: "incomplete",
				what: "dates",
			});
		},
	);

	it("not final, of antibodies or of other things are none", async () => {
		const at = "2021-08-13T16:40:00Z";
		for (const other of [
			labResult("94500-6", "260415000", at, { status: "preliminary" }),
			labResult("94762-2", "260415000", at),
			labResult("50548-7", "260415000", at),
			labResult("945006", "260415000", at),
		]) {
			expect(await project(PATIENT, other)).toEqual({ outcome: "unsupported" });
		}
	});

	it("stand back behind vaccinations", async () => {
		const projected = await project(...DOSES, labResult("94500-6", "260415000", "2021-08-13T16:40:00Z"));
		expect(projected).toMatchObject({ dcc: { v: [{ dn: 2 }] } });
		expect(projected).not.toHaveProperty("dcc.t");
	});
});

describe("patient", () => {
	it.each([
		["two patients", [PATIENT, PATIENT]],
		["no patient", []],
		["no name", [{ ...PATIENT, name: [] }]],
		["an empty name", [{ ...PATIENT, name: [{ family: " " }] }]],
		["no birth date", [{ ...PATIENT, birthDate: undefined }]],
	])("%s: nobody to compare with", async (_name, patients) => {
		const result = await project(...patients, immunization("212", "2021-05-01"));
		expect(result).toEqual({ outcome: "incomplete", what: "patient" });
	});

	it("is known by the official name, else by one in use, else by its text", async () => {
		const named = (...name: unknown[]) => project({ ...PATIENT, name }, immunization("212", "2021-05-01"));
		const [old, official] = [
			{ use: "old", family: "Avant" },
			{ use: "official", family: "Essai", given: ["Camille"] },
		];
		expect(await named(old, official)).toMatchObject({ person: { family: "Essai", given: "Camille" } });
		expect(await named(old, { family: "Essai" })).toMatchObject({ person: { family: "Essai", given: "" } });
		expect(await named({ text: "Camille Essai" })).toMatchObject({ person: { family: "Camille Essai" } });
		const long = await named({ family: "É".repeat(200) });
		expect(long).toMatchObject({ person: { family: "É".repeat(80) } });
	});
});
