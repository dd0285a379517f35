/**
 * The JWTs that an `RP1:` text carries in pieces (spec §2, §3), put together again for `jose` to verify.
 */
import { base64url, utf8 } from "@/lib/shared/bytes";
import { type DecodedDelegation, delegationHeader } from "./delegation";
import type { WireAttestation } from "./wire";

/** Spec §2: the header is exactly these bytes. */
export function attestationHeader(deviceKid: string): string {
	return `{"alg":"ES256","typ":"attestation+jwt","kid":"${deviceKid}"}`;
}

export function attestationJwt({ kid, payload, signature }: WireAttestation): string {
	return compactJwt(attestationHeader(base64url(kid)), payload, signature);
}

export function delegationJwt({ signerKid, payload, signature }: DecodedDelegation): string {
	return compactJwt(delegationHeader(signerKid), payload, signature);
}

function compactJwt(header: string, payload: Uint8Array, signature: Uint8Array): string {
	return `${base64url(utf8(header))}.${base64url(payload)}.${base64url(signature)}`;
}
