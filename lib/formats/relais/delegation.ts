/**
 * Delegations (spec §3): the JWT as the authority signs it, its claims, and the shortened form inside an `RP1:`
 * text. Reads without trusting: signature, signer and denials are lib/verify's.
 */
import { isAttestationKind } from "@/lib/shared/attestation-kind";
import { KID_FORM } from "@/lib/shared/base64url-forms";
import { base64url, concat, fromBase64url, fromUtf8, utf8 } from "@/lib/shared/bytes";
import type { EcPublicJwk } from "@/lib/shared/jwk-thumbprint";
import { PHARMACY_NAME_LIMIT } from "@/lib/shared/name-limits";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { PHARMACY_NUMBER } from "@/lib/shared/pharmacy-number";
import { codePoints, hasMembersInOrder, isInteger, type JsonObject, parseStrictObject } from "@/lib/shared/strict-json";
import type { WireDelegation } from "./wire";

export type DelegationClaims = {
	/** 1–8 characters A–Z a–z 0–9. */
	readonly jti: string;
	/** Pharmacy number, five digits. */
	readonly sub: string;
	/** Pharmacy name and town as staff know it. */
	readonly nm: string;
	readonly nbf: NumericDate;
	readonly exp: NumericDate;
	/** Allowed kinds, such as `ANV`. */
	readonly k: string;
	/** Longest validity of a test or recovery after its sample, hours. */
	readonly max: number;
	/** Status list id, first index, count. */
	readonly sl: readonly [string, number, number];
	readonly cnf: { readonly jwk: EcPublicJwk };
};

/** Spec §3: members in this order. */
const MEMBERS = ["jti", "sub", "nm", "nbf", "exp", "k", "max", "sl", "cnf"];
export const DELEGATION_LIFETIME = 30 * DAY;
const SIGNATURE_LENGTH = 64;

/** A delegation taken apart far enough to verify it. */
export type DecodedDelegation = {
	readonly signerKid: string;
	/** Payload bytes as signed. */
	readonly payload: Uint8Array;
	readonly signature: Uint8Array;
};

/** Spec §3: the header is exactly these bytes. */
export function delegationHeader(signerKid: string): string {
	return `{"alg":"ES256","typ":"delegation+jwt","kid":"${signerKid}"}`;
}

/** Undefined unless this is a compact JWT with exactly the header of §3. */
export function decodeDelegation(jwt: string): DecodedDelegation | undefined {
	const parts = jwt.split(".");
	const [header, payload, signature] = parts.map(fromBase64url);
	if (parts.length !== 3 || !header || !payload || signature?.length !== SIGNATURE_LENGTH) return undefined;
	const text = fromUtf8(header);
	const signerKid = text?.slice(delegationHeader("").length - 2, -2) ?? "";
	if (!KID_FORM.test(signerKid) || text !== delegationHeader(signerKid)) return undefined;
	return { signerKid, payload, signature };
}

/** Undefined: a member is missing, unknown, out of order, of the wrong type or beyond its limit. */
export function parseDelegationClaims(payload: Uint8Array): DelegationClaims | undefined {
	const claims = parseStrictObject(payload, { compact: true });
	if (!claims || !hasMembersInOrder(claims, MEMBERS)) return undefined;
	const { jti, sub, nm, nbf, exp, k, max, sl, cnf } = claims;
	if (typeof jti !== "string" || !/^[A-Za-z0-9]{1,8}$/.test(jti)) return undefined;
	if (typeof sub !== "string" || !PHARMACY_NUMBER.test(sub)) return undefined;
	if (typeof nm !== "string" || codePoints(nm) > PHARMACY_NAME_LIMIT) return undefined;
	if (!isInteger(nbf) || !isInteger(exp) || exp > nbf + DELEGATION_LIFETIME) return undefined;
	if (typeof k !== "string" || ![...k].every(isAttestationKind)) return undefined;
	if (!isInteger(max) || max < 0 || !isBlock(sl) || !isConfirmation(cnf)) return undefined;
	return claims as DelegationClaims;
}

/** The wire form: `cnf` is dropped from the payload and travels as bare coordinates. */
export function shortenDelegation(delegation: DecodedDelegation, jwk: EcPublicJwk): WireDelegation {
	const end = delegation.payload.length - confirmationMember(jwk).length;
	const signerKid = fromBase64url(delegation.signerKid);
	const x = fromBase64url(jwk.x);
	const y = fromBase64url(jwk.y);
	if (!signerKid || !x || !y) throw new Error("delegation with a kid or key that is not base64url");
	const payload = concat(delegation.payload.subarray(0, end), utf8("}"));
	return { signerKid, payload, x, y, signature: delegation.signature };
}

/** Undoes shortenDelegation. The payload's last byte is known to be `}`. */
export function restoreDelegation(wire: WireDelegation): DecodedDelegation & { readonly jwk: EcPublicJwk } {
	const jwk: EcPublicJwk = { kty: "EC", crv: "P-256", x: base64url(wire.x), y: base64url(wire.y) };
	const payload = concat(wire.payload.subarray(0, -1), confirmationMember(jwk));
	return { signerKid: base64url(wire.signerKid), payload, signature: wire.signature, jwk };
}

function confirmationMember({ x, y }: EcPublicJwk): Uint8Array {
	return utf8(`,"cnf":{"jwk":{"kty":"EC","crv":"P-256","x":"${x}","y":"${y}"}}}`);
}

function isBlock(value: unknown): boolean {
	if (!Array.isArray(value) || value.length !== 3) return false;
	const [id, first, count] = value;
	return typeof id === "string" && isInteger(first) && first >= 0 && isInteger(count) && count >= 0;
}

function isConfirmation(value: unknown): boolean {
	if (!isObjectOf(value, ["jwk"])) return false;
	const { jwk } = value;
	if (!isObjectOf(jwk, ["kty", "crv", "x", "y"]) || jwk["kty"] !== "EC" || jwk["crv"] !== "P-256") return false;
	return [jwk["x"], jwk["y"]].every((part) => typeof part === "string" && fromBase64url(part)?.length === 32);
}

function isObjectOf(value: unknown, names: readonly string[]): value is JsonObject {
	return typeof value === "object" && value !== null && hasMembersInOrder(value as JsonObject, names);
}
