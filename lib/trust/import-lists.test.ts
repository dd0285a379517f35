import { createHash } from "node:crypto";
import { exportJWK, generateKeyPair } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import { makeTwoddocIssuer } from "@/tests/support/issue-twoddoc";
import { importDccSigners } from "./import-dcc";
import { importTwoddocCertificates, isTwoddocTestKey } from "./import-twoddoc";
import { importVciSnapshot } from "./import-vci";

const KID = createHash("sha256").update("signer").digest().subarray(0, 8).toString("base64");

describe("DCC signers", () => {
	const signer = (change: object = {}) => ({
		kid: KID,
		country: "NL",
		spki: "AAAA",
		notBefore: "2021-08-13T15:30:00.000Z",
		notAfter: "2023-08-13T15:30:00.000Z",
		eku: ["1.3.6.1.4.1.0.1847.2021.1.3", "1.3.6.1.4.1.1847.2021.1.1"],
		...change,
	});

	it("[V-5] carry their dates and what their extended key usage allows", () => {
		expect(importDccSigners([signer()])).toEqual({
			keys: [
				{
					use: "dcc",
					kid: KID,
					country: "NL",
					spki: "AAAA",
					kinds: ["t", "r"],
					nbf: Date.UTC(2021, 7, 13, 15, 30) / 1000,
					exp: Date.UTC(2023, 7, 13, 15, 30) / 1000,
				},
			],
			skipped: [],
		});
	});

	it("without a usage of their own may sign all kinds", () => {
		for (const eku of [[], ["1.3.6.1.5.5.7.3.2"], null]) {
			expect(importDccSigners([signer({ eku })])?.keys[0]?.kinds).toBeUndefined();
		}
	});

	it("that are none are left out by name, a file that is no list altogether", () => {
		const bad = [signer({ kid: "short" }), signer({ notAfter: "soon" }), signer({ country: "Nederland" }), 7];
		expect(importDccSigners([...bad, signer()])).toMatchObject({
			keys: [{ kid: KID }],
			skipped: [{ subject: "short" }, { subject: KID }, { subject: KID }, { subject: "entry 4" }],
		});
		expect(importDccSigners({ keys: [] })).toBeUndefined();
	});
});

describe("VCI snapshot", () => {
	let jwk: { kty: string; crv: string; x: string; y: string };
	let kid: string;
	beforeAll(async () => {
		const { publicKey } = await generateKeyPair("ES256", { extractable: true });
		jwk = (await exportJWK(publicKey)) as typeof jwk;
		kid = thumbprint(jwk);
	});
	const snapshot = (...issuerInfo: unknown[]) => ({ directory: "x", time: "y", issuerInfo });
	const issuer = { iss: "https://issuer.example", name: "Issuer of the Example" };

	it("gives one key for each issuer and JWK, importable, and revocation lists by issuer", async () => {
		const crl = { kid, method: "rid", ctr: 1, rids: ["x"] };
		const imported = importVciSnapshot(snapshot({ issuer, keys: [{ ...jwk, kid }], crls: [crl] }));
		expect(imported).toMatchObject({
			keys: [{ use: "shc", kid, iss: issuer.iss, name: issuer.name }],
			crls: { [issuer.iss]: [crl] },
			skipped: [],
		});
		const spki = Buffer.from(imported?.keys[0]?.spki ?? "", "base64");
		const key = await crypto.subtle.importKey("spki", spki, { name: "ECDSA", namedCurve: "P-256" }, true, ["verify"]);
		expect(await crypto.subtle.exportKey("jwk", key)).toMatchObject({ x: jwk.x, y: jwk.y });
	});

	it("takes a coordinate whose leading zero was dropped", () => {
		const short = Buffer.alloc(31, 7).toString("base64url");
		const imported = importVciSnapshot(snapshot({ issuer, keys: [{ ...jwk, x: short, kid }] }));
		const point = Buffer.from(imported?.keys[0]?.spki ?? "", "base64").subarray(-64);
		expect(point.subarray(0, 2)).toEqual(Buffer.from([0, 7]));
	});

	it("leaves out what is no P-256 key and issuers that are none", () => {
		const keys = [{ ...jwk, kid, crv: "P-384" }, { ...jwk, kid, x: "" }, { ...jwk, kid, x: `${jwk.x}AAAA` }, null];
		const imported = importVciSnapshot(
			snapshot({ issuer, keys }, { issuer: { iss: "http://plain.example" }, keys }, 7),
		);
		expect(imported?.keys).toEqual([]);
		expect(imported?.skipped.map(({ reason }) => reason)).toEqual([
			"entry_malformed",
			"key_unsupported",
			"key_unsupported",
			"entry_malformed",
			"entry_malformed",
			"entry_malformed",
		]);
		expect(importVciSnapshot([])).toBeUndefined();
	});
});

describe("2D-DOC certificates", () => {
	const readCertificate = (der: string) => (der === "" ? undefined : { spki: der, nbf: 1, exp: 2, name: "Editeur" });
	const read = (file: unknown, testKeys = false) => importTwoddocCertificates(file, { readCertificate, testKeys });

	it("are read from a list and from nested or flat objects", async () => {
		const { spki } = await makeTwoddocIssuer();
		const pem = `-----BEGIN PUBLIC KEY-----\n${spki}\n-----END PUBLIC KEY-----\n`;
		expect(read([{ kid: "FR03AHP1", spki: pem, kinds: ["B2"], notAfter: "2023-01-01" }])?.keys).toEqual([
			{
				use: "2ddoc",
				kid: "FR03AHP1",
				country: "FR",
				spki,
				kinds: ["B2"],
				nbf: 1,
				exp: Date.UTC(2023, 0, 1) / 1000,
				name: "Editeur",
			},
		]);
		expect(read({ FR03AHP1: spki, FR03: { AHP2: spki } })?.keys.map(({ kid }) => kid)).toEqual([
			"FR03AHP1",
			"FR03AHP2",
		]);
	});

	it("of test authorities are left out unless asked for", () => {
		const file = { FR000001: "AA", FR030000: "AA", FR03TEST: "AA", TESTAHP1: "AA", FR03AHP1: "AA" };
		expect(Object.keys(file).map(isTwoddocTestKey)).toEqual([true, true, true, true, false]);
		expect(read(file)?.keys).toHaveLength(1);
		expect(read(file)?.skipped).toHaveLength(4);
		expect(read(file, true)?.keys).toHaveLength(5);
	});

	it("that are none are left out by name", () => {
		const file = [{ kid: "FR03AHP1" }, { kid: "FR03AHP1", spki: "" }, { kid: "short", spki: "AA" }, {}];
		expect(read(file)?.skipped).toEqual([
			{ subject: "FR03AHP1", reason: "key_unsupported" },
			{ subject: "FR03AHP1", reason: "key_unsupported" },
			{ subject: "short", reason: "entry_malformed" },
			{ subject: "entry 4", reason: "entry_malformed" },
		]);
		expect(read("text")).toBeUndefined();
		expect(read({ FR03: { AHP1: 7 } })).toBeUndefined();
	});
});
