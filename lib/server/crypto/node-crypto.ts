/**
 * What is calculated for each record, by Node's own crypto. WebCrypto hands each call to a thread and back, which costs more
 * than the calculation; nobody may hold the event loop for long with these (slices.ts).
 */
import "server-only";
import { createHmac, createPublicKey, KeyObject, sign, verify } from "node:crypto";
import type { HmacSha256 } from "@/lib/checkcode/hmac-port";
import { boundedMemory } from "@/lib/shared/bounded-memory";
import type { Bytes } from "@/lib/shared/bytes";
import type { EcPublicJwk } from "@/lib/shared/jwk-thumbprint";
import type { VerifyEs256 } from "@/lib/trust/verify-es256";

/** Signatures as JOSE and COSE have them: r‖s. */
const RAW = { dsaEncoding: "ieee-p1363" } as const;

const REMEMBERED = 4_096;
const imported = boundedMemory<KeyObject>(REMEMBERED);

export const verifyEs256: VerifyEs256 = async (jwk, { input, signature }) => {
	const key = importKey(jwk);
	return key && verify("sha256", input, { key, ...RAW }, signature);
};

function importKey({ x, y }: EcPublicJwk): KeyObject | undefined {
	const name = `${x} ${y}`;
	const before = imported.get(name);
	if (before !== undefined) return before;
	try {
		const key = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
		imported.set(name, key);
		return key;
	} catch {
		return undefined; // OpenSSL throws for a point off the curve
	}
}

const own = new WeakMap<CryptoKey, KeyObject>();

/** Raw r‖s, 64 bytes. `privateKey`: P-256; it need not be extractable. */
export function signEs256(privateKey: CryptoKey, bytes: Uint8Array): Bytes {
	const key = own.get(privateKey) ?? KeyObject.from(privateKey);
	own.set(privateKey, key);
	return Uint8Array.from(sign("sha256", bytes, { key, ...RAW }));
}

export const hmacSha256: HmacSha256 = (key, message) => createHmac("sha256", key).update(message).digest();
