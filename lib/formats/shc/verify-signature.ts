import { compactVerify, errors } from "jose";
import type { Bytes } from "@/lib/shared/bytes";
import type { UnverifiedShc } from "./decode-shc";

/** From SubjectPublicKeyInfo DER. Undefined for anything but a P-256 key. */
export async function importShcKey(spki: Bytes, subtle: SubtleCrypto): Promise<CryptoKey | undefined> {
	try {
		return await subtle.importKey("spki", spki, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
	} catch {
		return undefined; // the platform throws for what is no P-256 key
	}
}

/**
 * The signature of a health card against a given key: ES256 over the compact bytes, which hold the payload as it was
 * deflated. Says nothing about whose key it is, nor whether what the header demands is understood.
 */
export async function verifyShcSignature(
	{ jws, critical = [] }: Pick<UnverifiedShc, "jws"> & Partial<Pick<UnverifiedShc, "critical">>,
	key: CryptoKey,
): Promise<boolean> {
	const crit = Object.fromEntries(critical.filter((name) => name !== "b64").map((name) => [name, true]));
	try {
		await compactVerify(jws, key, { algorithms: ["ES256"], crit });
		return true;
	} catch (error) {
		// jose's own errors say that the signature does not hold (or that `crit` is no such list);
		// anything else, such as a key for another algorithm, is a bug of the caller.
		if (error instanceof errors.JOSEError) return false;
		throw error;
	}
}
