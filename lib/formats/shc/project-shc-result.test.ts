import { describe, expect, it } from "vitest";
import { immunization, labResult, PATIENT } from "@/tests/support/issue-shc";
import { datesOf, project } from "@/tests/support/project-card";

const DOSES = [PATIENT, immunization("208", "2021-05-01"), immunization("208", "2021-06-12")];

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
