/**
 * `RP1:` text ↔ wire (spec §2). Promises that a decoded text is the only spelling of its content (RP-4); checks no
 * signature and no claim.
 */
import { decodeBase45, encodeBase45 } from "@/lib/formats/base45";
import { decodeWire, encodeWire, type WireAttestation } from "./wire";

export const RELAIS_PREFIX = "RP1:";

export type DecodedAttestation =
	| { readonly ok: true; readonly attestation: WireAttestation }
	| { readonly ok: false; readonly reason: "attestation_malformed" | "attestation_not_canonical" };

export function encodeAttestation(attestation: WireAttestation): string {
	return RELAIS_PREFIX + encodeBase45(encodeWire(attestation));
}

/** RP-4: decodes leniently, encodes again, compares. The text must start with the prefix; it is never trimmed. */
export function decodeAttestation(text: string): DecodedAttestation {
	const bytes = decodeBase45(text.slice(RELAIS_PREFIX.length), { foldCase: true });
	const attestation = bytes && decodeWire(bytes);
	if (!attestation) return { ok: false, reason: "attestation_malformed" };
	if (encodeAttestation(attestation) !== text) return { ok: false, reason: "attestation_not_canonical" };
	return { ok: true, attestation };
}
