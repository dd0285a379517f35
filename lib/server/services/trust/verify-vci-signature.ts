import "server-only";
import { verify, X509Certificate } from "node:crypto";
import type { NumericDate } from "@/lib/shared/numeric-date";

export type VciSignature = {
	/** The snapshot's bytes as published. */
	readonly snapshot: Uint8Array;
	/** Detached, ECDSA in DER. */
	readonly signature: Uint8Array;
	/** PEM or DER. Self-signed: whoever hands it over vouches for it. */
	readonly certificate: Uint8Array;
};

export type VciSignatureProblem =
	| "certificate_unreadable"
	| "certificate_not_p521"
	| "certificate_expired"
	| "signature_invalid";

/**
 * The directory signs its snapshots with ECDSA on P-521 and SHA-512, detached. Gives the certificate's SHA-256
 * fingerprint, to be compared with the one the directory publishes.
 */
export function verifyVciSignature(
	{ snapshot, signature, certificate }: VciSignature,
	now: NumericDate,
): { readonly fingerprint: string } | { readonly problem: VciSignatureProblem } {
	let signer: X509Certificate;
	try {
		signer = new X509Certificate(certificate);
	} catch {
		return { problem: "certificate_unreadable" };
	}
	if (signer.publicKey.asymmetricKeyDetails?.namedCurve !== "secp521r1") return { problem: "certificate_not_p521" };
	const [from, until] = [Date.parse(signer.validFrom), Date.parse(signer.validTo)];
	if (now * 1_000 < from || now * 1_000 > until) return { problem: "certificate_expired" };
	if (!verify("sha512", snapshot, signer.publicKey, signature)) return { problem: "signature_invalid" };
	return { fingerprint: signer.fingerprint256 };
}
