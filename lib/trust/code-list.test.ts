import { CompactSign, exportJWK, generateKeyPair, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { base64url, utf8 } from "@/lib/shared/bytes";
import { kidOf } from "@/lib/shared/jwk-thumbprint";
import { CODE_LIST_TYP, openCodeList } from "./code-list";
import { lazyKey } from "./signed-document";
import type { Keyset, KeysetUse } from "./trust";

const DAY = "2021-08-16";
const CLAIMS = {
	iss: "https://relais.example",
	day: DAY,
	iat: 1_628_900_000,
	revoked: "AAAAAAAAAAAAAAAB",
	registered: "AAEC",
};

async function signerOf(use: KeysetUse) {
	const { privateKey, publicKey } = await generateKeyPair("ES256");
	const { x, y } = await exportJWK(publicKey);
	const jwk = { kty: "EC", crv: "P-256", x: x ?? "", y: y ?? "" } as const;
	const key = { kid: kidOf(jwk), use: [use], jwk, nbf: 0, exp: 2_000_000_000, publicKey: lazyKey(jwk) };
	const keyset = {
		iss: "",
		seq: 1,
		iat: 0,
		exp: 2_000_000_000,
		keys: [key],
		removed: [],
		nextRoot: undefined,
		payload: "",
	} as Keyset;
	const sign = (claims: object, typ = CODE_LIST_TYP) =>
		new SignJWT({ ...claims }).setProtectedHeader({ alg: "ES256", typ, kid: key.kid }).sign(privateKey);
	const signText = (text: string) =>
		new CompactSign(utf8(text)).setProtectedHeader({ alg: "ES256", typ: CODE_LIST_TYP, kid: key.kid }).sign(privateKey);
	return { keyset, sign, signText };
}

describe("[CC-8] published code lists", () => {
	it("a list signed by a status key gives its hashes", async () => {
		const { keyset, sign } = await signerOf("status");
		const list = await openCodeList(await sign(CLAIMS), { day: DAY, keyset });
		expect(list).toMatchObject({ day: DAY, iat: CLAIMS.iat });
		expect(base64url(list?.revoked ?? new Uint8Array())).toBe(CLAIMS.revoked);
		expect(list?.revokedHashes).toHaveLength(0);
		expect(base64url(list?.registered ?? new Uint8Array())).toBe(CLAIMS.registered);
	});

	it("[TL-6] a list that names a member twice is refused", async () => {
		const { keyset, signText } = await signerOf("status");
		const text = JSON.stringify(CLAIMS);
		expect(await openCodeList(await signText(text), { day: DAY, keyset })).toBeDefined();
		const twice = text.replace('"revoked"', '"revoked":"","revoked"');
		expect(await openCodeList(await signText(twice), { day: DAY, keyset })).toBeUndefined();
	});

	it.each([
		["half an entry", { revoked: "AAEC" }],
		["entries in falling order", { revoked: "AAAAAAABAAAAAAAA" }],
		["an entry twice", { registered: "AAECAAEC" }],
		["hashes of another width", { registered: "AAECAwQFBgc" }],
		["earlier hashes out of order", { revokedHashes: "AAECAAEA" }],
		["no list of revoked ones", { revoked: undefined }],
		["padding", { registered: "AAE=" }],
	])("%s is refused with the whole list", async (_, change) => {
		const { keyset, sign } = await signerOf("status");
		expect(await openCodeList(await sign(CLAIMS), { day: DAY, keyset })).toBeDefined();
		expect(await openCodeList(await sign({ ...CLAIMS, ...change }), { day: DAY, keyset })).toBeUndefined();
	});

	it("another day, another use, another typ, bad hashes and strangers are refused", async () => {
		const { keyset, sign } = await signerOf("status");
		const stranger = await signerOf("status");
		const delegation = await signerOf("delegation");
		const good = await sign(CLAIMS);
		expect(await openCodeList(good, { day: "2021-08-17", keyset })).toBeUndefined();
		expect(await openCodeList(good, { day: DAY, keyset: stranger.keyset })).toBeUndefined();
		expect(await openCodeList(await delegation.sign(CLAIMS), { day: DAY, keyset: delegation.keyset })).toBeUndefined();
		expect(await openCodeList(await sign(CLAIMS, "statuslist+jwt"), { day: DAY, keyset })).toBeUndefined();
		expect(await openCodeList(await sign({ ...CLAIMS, revoked: "A" }), { day: DAY, keyset })).toBeUndefined();
		expect(await openCodeList("nonsense", { day: DAY, keyset })).toBeUndefined();
	});
});
