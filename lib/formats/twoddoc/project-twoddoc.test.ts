import { beforeAll, describe, expect, it } from "vitest";
import {
	header04,
	issueTwoddoc,
	makeTwoddocIssuer,
	type TwoddocIssuer,
	testFields,
	vaccinationFields,
} from "@/tests/support/issue-twoddoc";
import { decodeTwoddoc } from "./decode-twoddoc";
import { projectTwoddoc } from "./project-twoddoc";

const ID = "2ddoc:test";
let issuer: TwoddocIssuer;
beforeAll(async () => {
	issuer = await makeTwoddocIssuer();
});

async function project(content: string) {
	const decoded = decodeTwoddoc(await issueTwoddoc(issuer, content));
	if (decoded.outcome !== "decoded") throw new Error(decoded.detail);
	return projectTwoddoc(decoded.document, ID);
}

describe("B2, test result (spec P-5)", () => {
	it("[P-5] becomes one DCC test with its sample time in Paris", async () => {
		expect(await project(header04("B2") + testFields())).toEqual({
			outcome: "projected",
			dcc: {
				ver: "1.3.0",
				nam: { fn: "ESSAI", fnt: "ESSAI", gn: "CAMILLE AIMEE", gnt: "CAMILLE<AIMEE" },
				dob: "1990-02-03",
				t: [
					{
						tg: "840539006",
						tt: "LP217198-3",
						sc: "2021-08-13T16:40:00+02:00",
						tr: "260415000",
						co: "FR",
						is: "XX01",
						ci: ID,
					},
				],
			},
			person: { family: "ESSAI", given: "CAMILLE AIMEE", birth: "1990-02-03" },
			lastDay: undefined,
		});
	});

	it.each([
		["N", "260415000"],
		["P", "260373001"],
		["I", "419984006"],
		["X", "125154007"],
	])("[P-5] result %s", async (result, tr) => {
		expect(await project(header04("B2") + testFields({ F5: result }))).toMatchObject({ dcc: { t: [{ tr }] } });
	});

	it.each([
		["945006\u001d", "LP6464-4"],
		["94500-6", "LP6464-4"],
		["94309\u001d", "LP6464-4"],
		["945584\u001d", "LP217198-3"],
		["945585\u001d", "unknown"],
		["947622\u001d", "unknown"],
		["000\u001d", "unknown"],
	])("analysis %j", async (code, tt) => {
		expect(await project(header04("B2") + testFields({ F4: code }))).toMatchObject({ dcc: { t: [{ tt }] } });
	});

	it("reads fields in any order, and the last without its GS", async () => {
		const [F0, F1] = ["F0CAMILLE/AIMEE\u001d", "F1ESSAI"];
		const shuffled = `${F0}F5NF6130820211640F202031990F4945584\u001dF3F${F1}`;
		expect(await project(header04("B2") + shuffled)).toMatchObject({
			person: { family: "ESSAI", given: "CAMILLE AIMEE" },
		});
	});

	it("lets a field at full length end by itself, with GS, or with RS", async () => {
		const full = "N".repeat(38);
		for (const end of ["", "\u001d", "\u001e"]) {
			const content = header04("B2") + testFields({ F1: full + end });
			expect(await project(content)).toMatchObject({ person: { family: full } });
		}
		expect(await project(header04("B2") + testFields({ F1: "ESS\u001e" }))).toMatchObject({
			person: { family: "ESS" },
		});
	});

	it("knows half-known and lunar birth dates by year", async () => {
		const births = { "00001955": "1955", "00071955": "1955-07", "31201962": "1962", "30021990": "1990" };
		for (const [F2, birth] of Object.entries(births)) {
			expect(await project(header04("B2") + testFields({ F2 }))).toMatchObject({
				person: { birth },
				dcc: { dob: birth },
			});
		}
	});

	it("[P-5] refuses a sample taken after the signature, to the end of that day in UTC", async () => {
		const sampled = async (F6: string) => project(header04("B2") + testFields({ F6 }));
		expect(await sampled("140820210159")).toMatchObject({ outcome: "projected" });
		expect(await sampled("140820210200")).toEqual({ outcome: "malformed", detail: "sample_after_signature" });
		const undated = header04("B2", { signed: "FFFF" }) + testFields({ F6: "200820211640" });
		expect(await project(undated)).toMatchObject({ outcome: "projected" });
	});

	it.each([
		["missing_field", testFields({ F5: undefined })],
		["repeated_field", `${testFields()}F5P`],
		["unknown_field", `${testFields()}ZZ1`],
		["unknown_field", `${testFields()}L7`],
		["unknown_field", `${testFields()}__proto__`],
		["field_length", testFields({ F2: "0302199\u001d" })],
		["field_value", testFields({ F5: "Z" })],
		["field_value", testFields({ F6: "130820212460" })],
		["field_value", testFields({ F6: "310220211640" })],
		["field_value", `${testFields()}08ZZZZ`],
	])("%s", async (detail, fields) => {
		expect(await project(header04("B2") + fields)).toEqual({ outcome: "malformed", detail });
	});
});

describe("L1, vaccination (spec P-5)", () => {
	it("[P-5] becomes one DCC vaccination", async () => {
		const projected = await project(header04("L1") + vaccinationFields());
		expect(projected).toMatchObject({
			person: { family: "ESSAI", given: "CAMILLE AIMEE", birth: "1990-02-03" },
			dcc: { v: [{ tg: "840539006", mp: "EU/1/20/1528", dn: 2, sd: 2, dt: "2021-07-01", co: "FR", ci: ID }] },
		});
	});

	it.each([
		["TE", "1", "1", 1, 1],
		["TE", "1", "2", 2, 2],
		["TE", "3", "2", 3, 2],
		["CO", "1", "2", 1, 2],
		["CO", "2", "2", 2, 3],
		["CO", "0", "1", 1, 2],
	])("[P-5] %s with dose %s of %s counts as %i of %i", async (LA, L7, L8, dn, sd) => {
		const fields = vaccinationFields({ LA, L7, L8 });
		expect(await project(header04("L1") + fields)).toMatchObject({ dcc: { v: [{ dn, sd }] } });
	});

	it.each([
		["COVID-19 VACCINE JANSSEN\u001d", "EU/1/20/1525"],
		["COVID-19 VACCINE MODERNA\u001d", "EU/1/20/1507"],
		["VAXZEVRIA\u001d", "EU/1/21/1529"],
		["COVISHIELD ASTRAZENECA\u001d", "Covishield"],
		["SOMETHING ELSE\u001d", "unknown"],
	])("product %j", async (L5, mp) => {
		expect(await project(header04("L1") + vaccinationFields({ L5 }))).toMatchObject({ dcc: { v: [{ mp }] } });
	});

	it("carries no text of the document but the names", async () => {
		const fields = vaccinationFields({ L5: "SECRET\u001d", L6: "SECRET\u001d", L3: "COVID SECRET\u001d" });
		expect(JSON.stringify(await project(header04("L1") + fields))).not.toContain("SECRET");
	});

	it("against another disease is another kind of document", async () => {
		const fields = vaccinationFields({ L3: "GRIPPE\u001d", L4: "J07BB02\u001d" });
		expect(await project(header04("L1") + fields)).toEqual({ outcome: "unsupported" });
	});

	it("keeps the last day of a document that expires (field 08)", async () => {
		expect(await project(`${header04("L1")}081ED8${vaccinationFields()}`)).toMatchObject({
			lastDay: Date.UTC(2021, 7, 14) / 86_400_000,
		});
	});
});

describe("other documents", () => {
	it("of another type or perimeter are unsupported, whatever their fields", async () => {
		expect(await project(header04("01") + testFields())).toEqual({ outcome: "unsupported" });
		expect(await project(header04("B2", { perimeter: "02" }) + testFields())).toEqual({ outcome: "unsupported" });
		expect(await project(`${header04("28")}ZZ`)).toEqual({ outcome: "unsupported" });
	});
});
