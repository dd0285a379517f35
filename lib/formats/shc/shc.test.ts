import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
	immunization,
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
		["a payload that is not base64url (RFC 7797)", { crit: ["b64"], b64: false }],
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
		["[V-1] inflates beyond the limit, from few bytes", deflateRawSync(Buffer.alloc(65_537, 0x20)), "inflate"],
		["[V-1] inflates beyond the limit, from many bytes", deflateRawSync(Buffer.alloc(9_000_000, 0x20)), "inflate"],
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
		["issuer with a trailing slash", { iss: "https://issuer.example/" }],
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
		const uncounted = { kid: issuer.kid, method: "rid", rids: ["dup"] };
		expect(revocationStatus(own, readRevocations([uncounted]))).toBe("unknown");
		for (const foreign of [null, "x", {}, { kid: issuer.kid, method: "other", rids: [] }]) {
			expect(revocationStatus(own, readRevocations([foreign]))).toBe("unknown");
		}
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
				const base = { jws: "", iss: "", kid: "", critical: [], nbf: 0, exp: undefined, rid: undefined };
				projectShc({ ...base, fhirBundle: { entry: entries } }, FROM);
			}),
		);
	});

	it("over 16 KiB in all is refused unread", () => {
		const parts = [1, 2].map((i) => `shc:/${i}/2/${"45".repeat(4100)}`);
		expect(decodeShc(parts)).toEqual({ outcome: "malformed", detail: "too_long" });
	});
});
