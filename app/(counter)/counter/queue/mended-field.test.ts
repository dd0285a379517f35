import { describe, expect, it } from "vitest";
import { printMended, readMended } from "./mended-field";

const read = (field: Parameters<typeof readMended>[0], typed: string) => readMended(field, typed, "1990-02-03");

describe("[SH-13] a field that is put right", () => {
	it.each([
		["contact.phone", "06 12 34 56 78", "+33612345678"],
		["contact.email", " c@example.org ", "c@example.org"],
		["contact.address", "1 rue d’ici", "1 rue d’ici"],
		["lot.expiry", "11/2022", "2022-11-30"],
		["document.issuer", "bel", "BEL"],
		["guardian", "Dominique", "Dominique"],
		["professional", "10000000007", "10000000007"],
		["identity.nir", "", ""],
	] as const)("is read as on the form: %s", (field, typed, value) => {
		expect(read(field, typed)).toEqual({ ok: true, value });
		const printed = printMended(field, value);
		expect(read(field, printed)).toEqual({ ok: true, value });
	});

	it.each([
		["contact.phone", "06 12", "phone_wrong_length"],
		["contact.email", "c@", "email_wrong"],
		["identity.nir", "2 90 02 75", "nir_length"],
		["lot.expiry", "13/2022", "no_such_expiry"],
		["guardian", "", "missing"],
		["lot.number", " ", "missing"],
		["professional", "1", "professional_wrong"],
		["identity.birthName", "R2D2", "digits"],
	] as const)("is told what is wrong with: %s %s", (field, typed, code) => {
		expect(read(field, typed)).toMatchObject({ ok: false, error: { code } });
	});
});
