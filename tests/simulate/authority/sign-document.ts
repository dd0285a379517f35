/**
 * The authority's keys and signatures. Keys come from their names, so that every process has the same; signatures are the
 * platform's, which are quick and never twice the same: nothing may depend on one.
 */
import { base64url, utf8 } from "@/lib/shared/bytes";
import { importPrivateKey, type TestKey, testKey } from "@/tests/support/deterministic-key";

export type AuthorityKey = TestKey;

/** Made once in a process: a key is some milliseconds of arithmetic. */
const made = new Map<string, AuthorityKey>();
const imported = new Map<string, Promise<CryptoKey>>();

export function keyOf(name: string): AuthorityKey {
	const key = made.get(name) ?? testKey(name);
	made.set(name, key);
	return key;
}

function privateKeyOf(key: AuthorityKey): Promise<CryptoKey> {
	const importing = imported.get(key.kid) ?? importPrivateKey(key);
	imported.set(key.kid, importing);
	return importing;
}

export function signed(key: AuthorityKey, typ: string, claims: object): Promise<string> {
	const { kid, jwk } = key;
	const header = { alg: "ES256", typ, kid, ...(typ === "keyset+jwt" ? { jwk } : {}) };
	return signedText(key, JSON.stringify(header), JSON.stringify(claims));
}

/** With exactly this header and payload. */
export async function signedText(key: AuthorityKey, header: string, payload: string): Promise<string> {
	const input = [header, payload].map((part) => base64url(utf8(part))).join(".");
	const algorithm = { name: "ECDSA", hash: "SHA-256" };
	const signature = await crypto.subtle.sign(algorithm, await privateKeyOf(key), utf8(input));
	return `${input}.${base64url(new Uint8Array(signature))}`;
}
