/**
 * The signature of an HC1 against a GIVEN key. Which key may be given, and whether it was allowed to sign this kind of
 * certificate, is decided by lib/verify.
 */
import type { CoseAlgorithm, CoseSign1 } from "./cose-sign1";

/** RFC 8152 §8.1 and RFC 8230 §2 (salt as long as the hash). */
const ES256 = { name: "ECDSA", hash: "SHA-256" };
const PS256 = { name: "RSA-PSS", hash: "SHA-256", saltLength: 32 };
const P256 = { name: "ECDSA", namedCurve: "P-256" };

/** An imported signer key and the one algorithm that it is for. */
export type Hc1Key = { readonly algorithm: CoseAlgorithm; readonly key: CryptoKey };

/** From SubjectPublicKeyInfo DER: P-256 or RSA. Undefined for any other key. */
export async function importHc1Key(spki: Uint8Array<ArrayBuffer>, subtle: SubtleCrypto): Promise<Hc1Key | undefined> {
	const ec = await tryImport(() => subtle.importKey("spki", spki, P256, false, ["verify"]));
	if (ec) return { algorithm: "ES256", key: ec };
	const rsa = await tryImport(() => subtle.importKey("spki", spki, PS256, false, ["verify"]));
	return rsa && { algorithm: "PS256", key: rsa };
}

export function verifyHc1(
	pass: Pick<CoseSign1, "algorithm" | "signature" | "toBeSigned">,
	signer: Hc1Key,
	subtle: SubtleCrypto,
): Promise<boolean> {
	if (pass.algorithm !== signer.algorithm) return Promise.resolve(false);
	const algorithm = signer.algorithm === "ES256" ? ES256 : PS256;
	return subtle.verify(algorithm, signer.key, pass.signature, pass.toBeSigned);
}

async function tryImport(importKey: () => Promise<CryptoKey>): Promise<CryptoKey | undefined> {
	try {
		return await importKey();
	} catch {
		return undefined; // the platform throws for what is not a key of this kind
	}
}
