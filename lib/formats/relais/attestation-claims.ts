/**
 * Claims of an attestation (spec §2). Parsing promises RP-1 and the halves of RP-2 that need nothing but the claims
 * themselves; the delegation's limits, denials and the clock are lib/verify's.
 */
import { type AttestationKind, isAttestationKind } from "@/lib/shared/attestation-kind";
import { PAPER_NAME_LIMIT } from "@/lib/shared/name-limits";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { codePoints, isInteger, parseStrictObject } from "@/lib/shared/strict-json";
import { isBirthDate } from "./birth-date";
import { isSampledLater } from "./limits";

/** In wire order. Times in seconds. */
export type AttestationClaims = {
	readonly iat: NumericDate;
	readonly exp: NumericDate;
	readonly k: AttestationKind;
	/** Sample time (A, N, R) or injection time (V). */
	readonly t: NumericDate;
	/** Family name(s), given name(s); NFC; at most 40 code points each. */
	readonly n: readonly [string, string];
	/** YYYY-MM-DD, YYYY-MM or YYYY. */
	readonly b: string;
	/** Status index out of the delegation's block. */
	readonly s: number;
	/** EU value-set code of the test device or vaccine product. */
	readonly p?: string | undefined;
	/** Dose, doses in series; with V only. */
	readonly d?: readonly [number, number] | undefined;
};

const MEMBERS = new Set(["iat", "exp", "k", "t", "n", "b", "s", "p", "d"]);

/** Undefined: `attestation_malformed`. */
export function parseAttestationClaims(payload: Uint8Array): AttestationClaims | undefined {
	const claims = parseStrictObject(payload);
	if (!claims || !Object.keys(claims).every((name) => MEMBERS.has(name))) return undefined;
	const { iat, exp, k, t, n, b, s, p, d } = claims;
	if (!isInteger(iat) || !isInteger(exp) || !isInteger(t) || !isInteger(s)) return undefined;
	if (!isAttestationKind(k) || !isNamePair(n) || typeof b !== "string" || !isBirthDate(b)) return undefined;
	if ("p" in claims && typeof p !== "string") return undefined;
	if (k === "V" ? !isDosePair(d) : "d" in claims) return undefined;
	if (isSampledLater(t, iat) || iat >= exp) return undefined;
	return claims as AttestationClaims;
}

function isNamePair(value: unknown): boolean {
	if (!Array.isArray(value) || value.length !== 2 || !value.every(isName)) return false;
	return value[0] !== "" || value[1] !== "";
}

function isName(value: unknown): boolean {
	return typeof value === "string" && codePoints(value) <= PAPER_NAME_LIMIT && value.normalize("NFC") === value;
}

function isDosePair(value: unknown): boolean {
	return Array.isArray(value) && value.length === 2 && value.every((dose) => isInteger(dose) && dose >= 1);
}
