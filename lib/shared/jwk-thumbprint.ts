/**
 * Key identifiers (spec K-1): RFC 7638 SHA-256 thumbprints of P-256 keys and the 8-byte kids cut from them.
 * A kid is a look-up hint; nothing here checks that the point lies on the curve.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, base64url, utf8 } from "./bytes";

/** A P-256 public key as a JWK (RFC 7518 §6.2.1), and nothing else in it. */
export type EcPublicJwk = { readonly kty: "EC"; readonly crv: "P-256"; readonly x: string; readonly y: string };

/** Bytes of a kid on the wire (K-1). */
export const KID_LENGTH = 8;

/** RFC 7638 §3: the required members in lexicographic order, without white space. 32 bytes. */
export function thumbprintBytes(jwk: { readonly x: string; readonly y: string }): Bytes {
	return sha256(utf8(`{"crv":"P-256","kty":"EC","x":"${jwk.x}","y":"${jwk.y}"}`)) as Bytes;
}

/** The full thumbprint, 43 characters: what a verifier pins of its root. */
export function thumbprint(jwk: { readonly x: string; readonly y: string }): string {
	return base64url(thumbprintBytes(jwk));
}

/** The 11-character kid (K-1). */
export function kidOf(jwk: { readonly x: string; readonly y: string }): string {
	return base64url(thumbprintBytes(jwk).subarray(0, KID_LENGTH));
}
