/** Agreement with the official test set (dgc-testdata), signature by the certificate that each case names. */
import { createHash, X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeHc1 } from "./decode-hc1";
import { importHc1Key, verifyHc1 } from "./verify-hc1";

type Case = {
	readonly id: string;
	readonly text: string;
	readonly certificate: string;
	readonly expected: Readonly<Record<string, boolean>>;
	readonly json: { readonly nam: { readonly fnt?: string }; readonly dob: string } | null;
	readonly disputed: string | null;
};

const PATH = join(process.env["RELAIS_CORPUS"] ?? "../shared/data", "dcc/cases.jsonl");
const found = existsSync(PATH);
const cases: readonly Case[] = found
	? readFileSync(PATH, "utf8")
			.trim()
			.split("\n")
			.map((line): Case => JSON.parse(line))
			.filter(({ disputed }) => disputed === null)
	: [];

/** Stages that make up decoding; a case that fails one of them on purpose must not decode. */
const DECODING = ["EXPECTEDUNPREFIX", "EXPECTEDB45DECODE", "EXPECTEDCOMPRESSION", "EXPECTEDDECODE"];

describe.skipIf(!found)(`dgc-testdata${found ? "" : " (skipped, no corpus)"}`, () => {
	it("has the cases", () => {
		expect(cases.length).toBeGreaterThan(280);
	});

	it.each(cases.map((entry) => [entry.id, entry] as const))("%s", async (_, { text, certificate, expected, json }) => {
		const pass = decodeHc1(text);
		if (DECODING.some((stage) => expected[stage] === false)) {
			expect(pass).toBeUndefined();
			return;
		}
		const verifyExpected = expected["EXPECTEDVERIFY"];
		const signer = new X509Certificate(Buffer.from(certificate, "base64"));
		const spki = new Uint8Array(signer.publicKey.export({ type: "spki", format: "der" }));
		const key = await importHc1Key(spki, crypto.subtle);
		expect(key).toBeDefined();
		// A DCC kid is the head of the certificate's SHA-256: a pass that names another key finds none.
		const kid = createHash("sha256").update(signer.raw).digest().subarray(0, 8).toString("base64");
		const found = pass?.kid === kid;
		const verified = pass && key && found ? await verifyHc1(pass, key, crypto.subtle) : false;
		if (verifyExpected !== undefined) expect(verified).toBe(verifyExpected);
		if (expected["EXPECTEDDECODE"] === true) expect(pass).toBeDefined();
		if (pass && json && expected["EXPECTEDVALIDJSON"] === true) {
			expect(pass.dcc.dob.slice(0, 10)).toBe(json.dob.slice(0, 10));
			expect(pass.dcc.nam.fnt).toBe(json.nam.fnt);
		}
	});
});
