import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
	immunization,
	labResult,
	makeShcIssuer,
	PATIENT,
	type ShcIssuer,
	shcClaims,
	signShc,
	toQr,
} from "@/tests/support/issue-shc";
import { decodeShc, readShcFile, type UnverifiedShc } from "./decode-shc";
import { encodeDigits } from "./numeric";
import { projectShc } from "./project-shc";
import { readRevocations, revocationStatus } from "./revocation";
import { verifyShcSignature } from "./verify-signature";

const FROM = { co: "US", is: "https://issuer.example/creds", ci: "shc:test" };
const DOSES = [PATIENT, immunization("208", "2021-05-01"), immunization("208", "2021-06-12")];
let issuer: ShcIssuer;
beforeAll(async () => {
	issuer = await makeShcIssuer();
});

function decoded(text: string | readonly string[]): UnverifiedShc {
	const result = decodeShc(text);
	if (result.outcome !== "decoded") throw new Error(result.detail);
	return result.card;
}

async function card(resources: readonly unknown[], change: Record<string, unknown> = {}): Promise<UnverifiedShc> {
	return decoded(await signShc(issuer, shcClaims(issuer, resources, change)));
}

async function project(...resources: readonly unknown[]) {
	return projectShc(await card(resources), FROM);
}

describe("QR text (Health Cards as QR Codes)", () => {
	it("is read whole, in parts of any order, and with a part seen twice", async () => {
		const jws = await signShc(issuer, shcClaims(issuer, DOSES));
		const [a, b, c] = toQr(jws, 3) as [string, string, string];
		for (const texts of [toQr(jws), [a, b, c], [c, a, b], [b, b, a, c, a]]) expect(decoded(texts).jws).toBe(jws);
		expect(decoded(jws).jws).toBe(jws);
	});

	it("says so when parts are missing, and which texts do not belong together", async () => {
		const jws = await signShc(issuer, shcClaims(issuer, DOSES));
		const [a, b] = toQr(jws, 3) as [string, string];
		const detail = (texts: readonly string[]) => decodeShc(texts);
		expect(detail([b, a])).toMatchObject({ detail: "parts_missing" });
		expect(detail([a, b, ...toQr(jws, 4)])).toMatchObject({ detail: "parts_mixed" });
		expect(detail([a, ...toQr(jws.replace("e", "f"), 3)])).toMatchObject({ detail: "parts_mixed" });
		expect(detail([])).toMatchObject({ detail: "numeric" });
	});

	it.each([
		["shc:/123", "numeric"],
		["shc:/", "numeric"],
		["shc:/12 ", "numeric"],
		[" shc:/12", "numeric"],
		["shc:/0/3/12", "numeric"],
		["shc:/4/3/12", "numeric"],
		["shc:/9999", "jws"],
		["eyJ.eyJ", "jws"],
		["eyJhbGciOiJFUzI1NiJ9.AA.AA", "header"],
	])("%s: %s", (text, detail) => expect(decodeShc(text)).toEqual({ outcome: "malformed", detail }));

	it("is refused with what a careless copy adds", async () => {
		const jws = await signShc(issuer, shcClaims(issuer, DOSES));
		for (const text of [` \n${toQr(jws)[0]}`, `${jws}\n`, `\t${jws}`]) {
			expect(decodeShc(text)).toMatchObject({ outcome: "malformed" });
		}
	});
});

describe("file (via File Download)", () => {
	it("holds compact JWSs", () => {
		expect(readShcFile('{ "verifiableCredential": ["a", "b"] }')).toEqual(["a", "b"]);
		for (const text of ["[]", "{}", '{"verifiableCredential":[]}', '{"verifiableCredential":[1]}', "{"]) {
			expect(readShcFile(text)).toBeUndefined();
		}
	});
});

describe("compact JWS", () => {
	it.each([
		["alg none", { alg: "ES384" }],
		["no zip", { zip: undefined }],
		["other zip", { zip: "GZ" }],
		["no kid", { kid: undefined }],
		["kid no string", { kid: 7 }],
	])("header: %s", async (_name, header) => {
		const jws = await signShc(issuer, shcClaims(issuer, DOSES));
		const [, ...rest] = jws.split(".");
		const changed = { zip: "DEF", alg: "ES256", kid: issuer.kid, ...header };
		const text = [Buffer.from(JSON.stringify(changed)).toString("base64url"), ...rest].join(".");
		expect(decodeShc(text)).toEqual({ outcome: "malformed", detail: "header" });
	});

	it.each([
		["zlib instead of raw deflate", Buffer.from("789c4bcbcf07000282", "hex"), "inflate"],
		["a byte order mark", deflateRawSync("\ufeff{}"), "json"],
		["ill-formed UTF-8", deflateRawSync(Buffer.from([0x22, 0xff, 0x22])), "json"],
		["no claims", deflateRawSync("{}"), "claims"],
		["[V-1] a bomb in few bytes", deflateRawSync(Buffer.alloc(65_537, 0x20)), "inflate"],
		["[V-1] a bomb in many bytes", deflateRawSync(Buffer.alloc(9_000_000, 0x20)), "inflate"],
		["[V-1] nested arrays", deflateRawSync("[".repeat(65_536)), "json"],
		["[V-1] deep claims", deflateRawSync(`{"iss":${"[".repeat(30_000)}${"]".repeat(30_000)}}`), "claims"],
	])("payload: %s", async (_name, deflated, detail) => {
		const jws = await signShc(issuer, undefined, { deflated });
		expect(decodeShc(jws)).toEqual({ outcome: "malformed", detail });
	});

	it("[V-1] exactly 64 KiB inflates, on both paths", async () => {
		const claims = shcClaims(issuer, DOSES);
		const filler = (size: number, unit: string) => {
			const padding = size - Buffer.byteLength(JSON.stringify({ ...claims, filler: "" }));
			return { ...claims, filler: unit.repeat(padding).slice(0, padding) };
		};
		const noise = [...Array(400).keys()].map((i) => Math.imul(i + 1, 2_654_435_761).toString(36)).join("");
		for (const unit of ["x", noise]) {
			expect(decodeShc(await signShc(issuer, filler(65_536, unit)))).toMatchObject({ outcome: "decoded" });
			expect(decodeShc(await signShc(issuer, filler(65_537, unit)))).toMatchObject({ detail: "inflate" });
		}
	});

	it.each([
		["http issuer", { iss: "http://issuer.example" }],
		["no nbf", { nbf: undefined }],
		["nbf as text", { nbf: "1628000000" }],
		["exp as text", { exp: "1628000000" }],
	])("claims: %s", async (_name, change) => {
		const jws = await signShc(issuer, shcClaims(issuer, DOSES, change));
		expect(decodeShc(jws)).toEqual({ outcome: "malformed", detail: "claims" });
	});

	it("without the type of a health card is none", async () => {
		const claims = shcClaims(issuer, DOSES);
		const jws = await signShc(issuer, { ...claims, vc: { ...claims.vc, type: ["https://smarthealth.cards#other"] } });
		expect(decodeShc(jws)).toEqual({ outcome: "malformed", detail: "not_a_health_card" });
	});
});

describe("signature", () => {
	it("holds for the issuer's key only, and for no other text", async () => {
		const own = await card(DOSES);
		expect(await verifyShcSignature(own, issuer.publicKey)).toBe(true);
		expect(await verifyShcSignature(own, (await makeShcIssuer()).publicKey)).toBe(false);
		const at = own.jws.length - 10;
		const flipped = own.jws[at] === "A" ? "B" : "A";
		const jws = own.jws.slice(0, at) + flipped + own.jws.slice(at + 1);
		expect(await verifyShcSignature({ ...own, jws }, issuer.publicKey)).toBe(false);
	});

	it("in DER, or under a critical header, does not hold", async () => {
		const own = await card(DOSES);
		const der = `${own.jws.slice(0, own.jws.lastIndexOf("."))}.${Buffer.alloc(71, 1).toString("base64url")}`;
		expect(await verifyShcSignature({ ...own, jws: der }, issuer.publicKey)).toBe(false);
		const header = { crit: ["b64"], b64: true };
		const critical = decoded(await signShc(issuer, shcClaims(issuer, DOSES), { header }));
		expect(await verifyShcSignature({ ...critical, jws: critical.jws }, issuer.publicKey)).toBe(true);
		const unknown = Buffer.from(
			JSON.stringify({ zip: "DEF", alg: "ES256", kid: issuer.kid, crit: ["x"], x: 1 }),
		).toString("base64url");
		const jws = [unknown, ...own.jws.split(".").slice(1)].join(".");
		expect(await verifyShcSignature({ ...own, jws }, issuer.publicKey)).toBe(false);
	});
});

describe("revocation lists", () => {
	const lists = (...rids: unknown[]) => readRevocations([{ kid: issuer.kid, method: "rid", ctr: 1, rids }]);

	it("revoke an identifier for good, or what was issued before a time", async () => {
		const own = await card(DOSES, { rid: "AbC-_9" });
		expect(revocationStatus(own, lists("AbC-_9"))).toBe("revoked");
		expect(revocationStatus(own, lists("AbC-_9.1628000001"))).toBe("revoked");
		expect(revocationStatus(own, lists("AbC-_9.1628000000"))).toBe("valid");
		expect(revocationStatus(own, lists("other"))).toBe("valid");
		expect(revocationStatus(await card(DOSES), lists("AbC-_9"))).toBe("valid");
	});

	it("of another key do not count; several of one key add up", async () => {
		const own = await card(DOSES, { rid: "AbC" });
		expect(revocationStatus(own, readRevocations([{ kid: "other", method: "rid", ctr: 1, rids: ["AbC"] }]))).toBe(
			"valid",
		);
		const older = { kid: issuer.kid, method: "rid", ctr: "1", rids: ["AbC"] };
		const newer = { kid: issuer.kid, method: "rid", ctr: "2", rids: [] };
		expect(revocationStatus(own, readRevocations([older, newer]))).toBe("revoked");
	});

	it("that break the specification still revoke what they name, and leave the rest unknown", async () => {
		const own = await card(DOSES, { rid: "AbC" });
		for (const bad of ["base64==", "$wrong", "a".repeat(25), 7, "AbC.x", "dup"]) {
			expect(revocationStatus(own, lists("dup", "AbC", bad))).toBe("revoked");
			expect(revocationStatus(own, lists("dup", bad))).toBe("unknown");
		}
		for (const foreign of [null, "x", {}, { kid: issuer.kid, method: "other", rids: [] }]) {
			expect(revocationStatus(own, readRevocations([foreign]))).toBe("unknown");
		}
	});
});

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

	it("not completed or subpotent are none", async () => {
		for (const change of [{ status: "not-done" }, { status: "entered-in-error" }, { isSubpotent: true }]) {
			expect(await project(PATIENT, immunization("208", "2021-05-01", change))).toEqual({ outcome: "unsupported" });
		}
	});

	it.each(["2021-05", "2021-02-30", "", undefined])("on day %j cannot be judged", async (day) => {
		const dose = immunization("208", "", { occurrenceDateTime: day });
		expect(await project(PATIENT, dose)).toEqual({ outcome: "malformed", detail: "fhir_value" });
	});
});

describe("laboratory results (spec V-2)", () => {
	it.each([
		["94500-6", "260415000", "LP6464-4", "260415000"],
		["94558-4", "260385009", "LP217198-3", "260415000"],
		["94309-2", "260373001", "LP6464-4", "260373001"],
		["94309-2", "10828004", "LP6464-4", "260373001"],
		["94309-2", "419984006", "LP6464-4", "419984006"],
		["94309-2", "1", "LP6464-4", "unknown"],
	])("%s with finding %s", async (loinc, finding, tt, tr) => {
		const result = labResult(loinc, finding, "2021-08-13T16:40:00+02:00");
		expect(await project(PATIENT, result)).toMatchObject({
			dcc: { t: [{ tg: "840539006", tt, tr, sc: "2021-08-13T16:40:00+02:00" }] },
		});
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

	it("of a day without a time count from its first second", async () => {
		expect(await project(PATIENT, labResult("94500-6", "260415000", "2021-08-13"))).toMatchObject({
			dcc: { t: [{ sc: "2021-08-13T00:00:00Z" }] },
		});
	});

	it.each([
		"2021-08-13T16:40:00",
		"2021-08-13T16:40Z",
		"2021-08-13T24:00:00Z",
		"2021-08",
		"x",
		"2021-08-13T10:00:00+24:00",
	])("at %s cannot be judged", async (at) => {
		expect(await project(PATIENT, labResult("94500-6", "260415000", at))).toMatchObject({ detail: "fhir_value" });
	});

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
		expect(result).toEqual({ outcome: "malformed", detail: "patient" });
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

describe("[V-1] any input", () => {
	it("gives an answer", () => {
		const text = fc.oneof(
			fc.string({ unit: "binary" }),
			fc.string({ unit: "binary" }).map((s) => `shc:/${s}`),
			fc.string().map((s) => `shc:/${encodeDigits(s)}`),
			fc.array(fc.base64String(), { minLength: 3, maxLength: 3 }).map((parts) => `eyJ${parts.join(".")}`),
		);
		fc.assert(
			fc.property(fc.oneof(text, fc.array(text)), (input) => {
				decodeShc(input);
				if (typeof input === "string") {
					readShcFile(input);
				}
			}),
		);
	});

	it("as a bundle gives an answer, and no name but the patient's comes out", () => {
		const hostile = fc.jsonValue({ maxDepth: 4 });
		const resource = fc.record(
			{
				resourceType: fc.constantFrom("Patient", "Immunization", "Observation", "__proto__"),
				status: fc.constantFrom("completed", "final"),
				name: hostile,
				birthDate: hostile,
				code: hostile,
				vaccineCode: hostile,
				occurrenceDateTime: hostile,
				["__proto__"]: hostile,
			},
			{ requiredKeys: [] },
		);
		const entry = fc.oneof(hostile, resource, fc.constant(immunization("212", "2021-05-01")), fc.constant(PATIENT));
		fc.assert(
			fc.property(fc.oneof(hostile, fc.array(entry.map((value) => ({ resource: value })))), (entries) => {
				const base = { jws: "", iss: "", kid: "", nbf: 0, exp: undefined, rid: undefined };
				projectShc({ ...base, fhirBundle: { entry: entries } }, FROM);
			}),
		);
	});

	it("over 16 KiB in all is refused unread", () => {
		const parts = [1, 2].map((i) => `shc:/${i}/2/${"45".repeat(4100)}`);
		expect(decodeShc(parts)).toEqual({ outcome: "malformed", detail: "too_long" });
	});
});
