/**
 * `RP1:` text ↔ wire (spec §2). Promises that a decoded text is the only spelling of its content (RP-4); checks no
 * signature and no claim.
 */
import { decodeBase45, encodeBase45 } from "@/lib/formats/base45";
import { equalBytes } from "@/lib/shared/bytes";
import { decodeWire, encodeWire, type WireAttestation } from "./wire";

export const RELAIS_PREFIX = "RP1:";

export type DecodedAttestation =
	| { readonly outcome: "decoded"; readonly attestation: WireAttestation }
	| { readonly outcome: "refused"; readonly reason: "attestation_malformed" | "attestation_not_canonical" };

export function encodeAttestation(attestation: WireAttestation): string {
	return RELAIS_PREFIX + encodeBase45(encodeWire(attestation));
}

/**
 * RP-4: what was decoded is encoded again and compared. base45 has one text for each byte string and strict decoding
 * takes no other, so bytes are compared instead of texts. The text must start with the prefix; it is never trimmed.
 */
export function decodeAttestation(text: string): DecodedAttestation {
	const body = text.slice(RELAIS_PREFIX.length);
	const strict = decodeBase45(body);
	const bytes = strict ?? decodeBase45(body, { foldCase: true });
	const attestation = bytes && decodeWire(bytes);
	if (!attestation) return { outcome: "refused", reason: "attestation_malformed" };
	const canonical = strict !== undefined && equalBytes(encodeWire(attestation), strict);
	return canonical ? { outcome: "decoded", attestation } : { outcome: "refused", reason: "attestation_not_canonical" };
}
