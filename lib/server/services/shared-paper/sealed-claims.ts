/** The claims of an attestation that is stored sealed: what was signed, read again. */
import "server-only";
import { type AttestationClaims, parseAttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { decodeAttestation } from "@/lib/formats/relais/attestation-text";
import type { ServerContext } from "../../context/server-context";

export type SealedAttestation = {
	readonly table: "records" | "shared_papers";
	readonly pharmacyNumber: string;
	/** Of its record. */
	readonly key: string;
	readonly row: { readonly fieldKeyId: string; readonly attestationSealed: Uint8Array };
};

/** The `RP1:` text. */
export function textOfSealed(cipher: ServerContext["cipher"], { table, pharmacyNumber, key, row }: SealedAttestation) {
	const place = { table, column: "attestation", row: [pharmacyNumber, key] };
	return cipher.open(place, { keyId: row.fieldKeyId, envelope: row.attestationSealed });
}

/** Throws where it has none: it was verified before it was stored. */
export function claimsOfSealed(cipher: ServerContext["cipher"], sealed: SealedAttestation): AttestationClaims {
	const decoded = decodeAttestation(textOfSealed(cipher, sealed));
	const claims = decoded.outcome === "decoded" ? parseAttestationClaims(decoded.attestation.payload) : undefined;
	if (claims === undefined) throw new Error("a stored attestation has no claims");
	return claims;
}
