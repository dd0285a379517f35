/**
 * The signature of a 2D-DOC against a given key (ANTS specification 3.2.6, "Zone de signature"): ECDSA with raw r‖s, SHA-256
 * on P-256, SHA-384 on P-384, SHA-512 on P-521. Says nothing about whose key it is or what it may sign.
 */
import { type Bytes, equalBytes } from "@/lib/shared/bytes";
import type { UnverifiedTwoddoc } from "./decode-twoddoc";

type Curve = { readonly namedCurve: string; readonly hash: string; readonly signatureBytes: number };

const P256: Curve = { namedCurve: "P-256", hash: "SHA-256", signatureBytes: 64 };
const P384: Curve = { namedCurve: "P-384", hash: "SHA-384", signatureBytes: 96 };
const P521: Curve = { namedCurve: "P-521", hash: "SHA-512", signatureBytes: 132 };

/** A public key on one of the three curves. */
export type TwoddocKey = { readonly key: CryptoKey; readonly curve: Curve };

/** AlgorithmIdentifier of RFC 5480 §2.1.1 for each curve: id-ecPublicKey and the named curve, DER. */
const ALGORITHMS: readonly (readonly [Uint8Array, Curve])[] = [
	[fromHex("301306072a8648ce3d020106082a8648ce3d030107"), P256],
	[fromHex("301006072a8648ce3d020106052b81040022"), P384],
	[fromHex("301006072a8648ce3d020106052b81040023"), P521],
];

/** Undefined when `spki` (DER) is no key on one of the three curves. */
export async function importTwoddocKey(spki: Bytes, subtle: SubtleCrypto): Promise<TwoddocKey | undefined> {
	const curve = curveOf(spki);
	if (!curve) return undefined;
	try {
		const algorithm = { name: "ECDSA", namedCurve: curve.namedCurve };
		return { key: await subtle.importKey("spki", spki, algorithm, false, ["verify"]), curve };
	} catch {
		// The point is not on the curve, or the platform lacks it: a key that cannot be used.
		return undefined;
	}
}

/** True only if `key` signed exactly the header and message of `document`. */
export async function verifyTwoddocSignature(
	document: Pick<UnverifiedTwoddoc, "signature" | "signedBytes">,
	{ key, curve }: TwoddocKey,
	subtle: SubtleCrypto,
): Promise<boolean> {
	if (document.signature.length !== curve.signatureBytes) return false;
	return subtle.verify({ name: "ECDSA", hash: curve.hash }, key, document.signature, document.signedBytes);
}

/** SubjectPublicKeyInfo is SEQUENCE { AlgorithmIdentifier, BIT STRING }: the identifier follows the outer header. */
function curveOf(spki: Uint8Array): Curve | undefined {
	const start = spki[1] === 0x81 ? 3 : 2;
	return ALGORITHMS.find(([algorithm]) => equalBytes(spki.subarray(start, start + algorithm.length), algorithm))?.[1];
}

function fromHex(text: string): Uint8Array {
	return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
