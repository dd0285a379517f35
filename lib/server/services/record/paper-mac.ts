/**
 * Which paper an `RP1:` text is: a MAC of what was signed, under a key that never leaves the server, so that two texts of
 * one attestation (signed again, delegation embedded or not) are one paper, and a stolen table tells nobody's name.
 */
import "server-only";
import { createHmac } from "node:crypto";
import { decodeAttestation } from "@/lib/formats/relais/attestation-text";
import type { Bytes } from "@/lib/shared/bytes";
import { firstMaster, type KeyStore } from "../../keys/key-store";

/** 32 bytes. Throws for a text that is no attestation: the caller has verified it. */
export function paperMac(keys: Pick<KeyStore, "codeMaster">, text: string): Bytes {
	const decoded = decodeAttestation(text);
	if (decoded.outcome !== "decoded") throw new Error("a verified attestation does not decode");
	return payloadMac(keys, decoded.attestation.payload);
}

/** The same, of what such a text carries. */
export function payloadMac(keys: Pick<KeyStore, "codeMaster">, payload: Uint8Array): Bytes {
	return Uint8Array.from(createHmac("sha256", firstMaster(keys)).update("paper|").update(payload).digest());
}
