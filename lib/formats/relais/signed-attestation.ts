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

/** What was signed, and the signature: raw r‖s. */
type Signed = { readonly input: Bytes; readonly signature: Bytes };

export function signedAttestation({ kid, payload, signature }: WireAttestation): Signed {
	return signed(attestationHeader(base64url(kid)), payload, signature);
}

export function signedDelegation({ signerKid, payload, signature }: DecodedDelegation): Signed {
	return signed(delegationHeader(signerKid), payload, signature);
}

function signed(header: string, payload: Uint8Array, signature: Uint8Array): Signed {
	const input = utf8(`${base64url(utf8(header))}.${base64url(payload)}`);
	return { input, signature: Uint8Array.from(signature) };
}

export function delegationJwt({ signerKid, payload, signature }: DecodedDelegation): string {
	return compactJwt(delegationHeader(signerKid), payload, signature);
}

function compactJwt(header: string, payload: Uint8Array, signature: Uint8Array): string {
	return `${base64url(utf8(header))}.${base64url(payload)}.${base64url(signature)}`;
}
