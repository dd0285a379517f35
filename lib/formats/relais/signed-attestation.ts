/**
 * The JWTs that an `RP1:` text carries in pieces (spec §2, §3), put together again to be verified.
 */
import { type Bytes, base64url, utf8 } from "@/lib/shared/bytes";
import { type DecodedDelegation, delegationHeader } from "./delegation";
import type { WireAttestation } from "./wire";

/** Spec §2: the header is exactly these bytes. */
export function attestationHeader(deviceKid: string): string {
	return `{"alg":"ES256","typ":"attestation+jwt","kid":"${deviceKid}"}`;
}

/** What the device signed, and its signature. */
export function signedAttestation({ kid, payload, signature }: WireAttestation): {
	readonly input: Bytes;
	readonly signature: Bytes;
} {
	const header = base64url(utf8(attestationHeader(base64url(kid))));
	return { input: utf8(`${header}.${base64url(payload)}`), signature: Uint8Array.from(signature) };
}

export function delegationJwt({ signerKid, payload, signature }: DecodedDelegation): string {
	return compactJwt(delegationHeader(signerKid), payload, signature);
}

function compactJwt(header: string, payload: Uint8Array, signature: Uint8Array): string {
	return `${base64url(utf8(header))}.${base64url(payload)}.${base64url(signature)}`;
}
