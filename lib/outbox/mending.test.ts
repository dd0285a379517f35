import { describe, expect, it } from "vitest";
import type { RecordInput } from "@/lib/protocol/records";
import { fieldOf, MENDABLE_FIELDS, mendableField, mendRecord } from "./mending";

const at = { at: 1_628_841_720, zone: "Europe/Paris" };
const RECORD: RecordInput = {
	key: "00000000-0000-4000-8000-000000000001",
	attestation: "RP1:",
	identity: {
		family: "ESSAI",
		given: "Camille",
		birth: "1990-02-03",
		sex: "F",
		nir: "290027511612397",
		birthName: "A",
	},
	contact: { phone: "+33612345678", email: "camille@example.org", address: "1 rue d'ici" },
	document: { kind: "passport", issuer: "FRA" },
	guardian: "Dominique",
	lot: { number: "L1", expiry: "2022-11-30" },
	professional: "10000000007",
	sampled: at,
	issued: at,
	queued: at,
	holderToken: "A".repeat(22),
	locale: "fr",
};

describe("[SH-13] what of a refused record can be put right", () => {
	it("is a field that the portal named and that is neither signed nor printed", () => {
		for (const field of MENDABLE_FIELDS) expect(mendableField({ reason: "record_malformed", field })).toBe(field);
		for (const field of [
			...["identity.family", "identity.given", "identity.latin.family", "identity.birth", "identity.sex"],
			...[
				"attestation",
				"attestation.p",
				"holderToken",
				"stripNumber",
				"sampled.at",
				"issued.zone",
				"key",
				"corrects.key",
			],
		]) {
			expect(mendableField({ reason: "record_malformed", field })).toBeUndefined();
		}
		expect(mendableField({ reason: "record_malformed" })).toBeUndefined();
		for (const reason of ["identity_mismatch", "key_reused", "index_reused", "already_registered", "revoked"]) {
			expect(mendableField({ reason, field: "identity.nir" })).toBeUndefined();
		}
	});

	it.each([
		["identity.nir", "190027511612326"],
		["identity.birthName", "Autre"],
		["identity.usedName", "Autre"],
		["contact.phone", "+33698765432"],
		["contact.email", "c@example.org"],
		["contact.address", "2 rue d'ici"],
		["document.issuer", "BEL"],
		["guardian", "Claude"],
		["lot.number", "L2"],
		["lot.expiry", "2023-01-31"],
		["professional", "10000000015"],
	] as const)("%s changes, and nothing else", (field, value) => {
		const mended = mendRecord(RECORD, field, value);
		expect(mended && fieldOf(mended, field)).toBe(value);
		expect(mended && mendRecord(mended, field, fieldOf(RECORD, field))).toEqual(RECORD);
	});

	it("an empty text leaves the field out; what no record may say is none", () => {
		const mended = mendRecord(RECORD, "identity.nir", "");
		expect(mended).toEqual({ ...RECORD, identity: withoutNir(RECORD.identity) });
		expect(mendRecord(RECORD, "contact.email", "no address")).toBeUndefined();
		expect(mendRecord(RECORD, "document.issuer", "France")).toBeUndefined();
	});
});

function withoutNir({ nir: _, ...identity }: RecordInput["identity"]): RecordInput["identity"] {
	return identity;
}
