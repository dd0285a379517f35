/** ES256 over plain bytes under a bare P-256 point: what is checked of every attestation. How, the platform says. */
import { type BoundedMemory, boundedMemory } from "@/lib/shared/bounded-memory";
import { type Bytes, concat, fromBase64url } from "@/lib/shared/bytes";
import type { EcPublicJwk } from "@/lib/shared/jwk-thumbprint";

/** `signature`: raw r‖s, 64 bytes. */
type Signed = { readonly input: Bytes; readonly signature: Bytes };

/** Whether the holder of this key signed; undefined for a point that is no key. */
export type VerifyEs256 = (jwk: EcPublicJwk, signed: Signed) => Promise<boolean | undefined>;

const ECDSA_SHA256 = { name: "ECDSA", hash: "SHA-256" };

export function webVerifyEs256(subtle: SubtleCrypto): VerifyEs256 {
	return async (jwk, { input, signature }) => {
		const key = await importKey(jwk, subtle);
		return key && subtle.verify(ECDSA_SHA256, key, signature, input);
	};
}

/** A device signs a thousand papers: its key is imported once. */
const REMEMBERED = 4_096;
const imported = new WeakMap<SubtleCrypto, BoundedMemory<CryptoKey>>();

async function importKey(jwk: EcPublicJwk, subtle: SubtleCrypto): Promise<CryptoKey | undefined> {
	const known = imported.get(subtle) ?? boundedMemory<CryptoKey>(REMEMBERED);
	imported.set(subtle, known);
	const name = `${jwk.x} ${jwk.y}`;
	const before = known.get(name);
	if (before !== undefined) return before;
	const key = await importPoint(jwk, subtle);
	if (key !== undefined) known.set(name, key);
	return key;
}

/** SEC 1 §2.3.3 uncompressed point: 0x04, x, y. A third quicker than a JWK. Undefined for a point off the curve. */
async function importPoint(jwk: EcPublicJwk, subtle: SubtleCrypto): Promise<CryptoKey | undefined> {
	const [x, y] = [fromBase64url(jwk.x), fromBase64url(jwk.y)] as [Bytes, Bytes];
	try {
		const point = concat(Uint8Array.of(4), x, y);
		return await subtle.importKey("raw", point, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
	} catch {
		return undefined; // the platform throws for a key that it cannot use
	}
}
