/**
 * Claims of an attestation (spec §2). Parsing promises RP-1 and the halves of RP-2 that need nothing but the claims
 * themselves; the delegation's limits, denials and the clock are lib/verify's.
 */
import { assertNever } from "@/lib/shared/assert-never";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { isBirthDate } from "./birth-date";
import { codePoints, isInteger, parseStrictObject } from "./strict-json";

/** A negative antigen test, N negative NAAT/PCR test, V vaccination, R recovery. */
export type AttestationKind = "A" | "N" | "V" | "R";
export const ATTESTATION_KINDS: readonly AttestationKind[] = ["A", "N", "V", "R"];

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

/** Spec §2, table, row `n`. */
export const NAME_LIMIT = 40;
/** Clocks of a device and of its verifiers may differ by this much, seconds (RP-2, RP-5). */
export const CLOCK_TOLERANCE = 300;

const MEMBERS = new Set(["iat", "exp", "k", "t", "n", "b", "s", "p", "d"]);

/** Undefined: `attestation_malformed`. */
export function parseAttestationClaims(payload: Uint8Array): AttestationClaims | undefined {
	const claims = parseStrictObject(payload);
	if (!claims || !Object.keys(claims).every((name) => MEMBERS.has(name))) return undefined;
	const { iat, exp, k, t, n, b, s, p, d } = claims;
	if (!isInteger(iat) || !isInteger(exp) || !isInteger(t) || !isInteger(s)) return undefined;
	if (!isKind(k) || !isNamePair(n) || typeof b !== "string" || !isBirthDate(b)) return undefined;
	if ("p" in claims && typeof p !== "string") return undefined;
	if (k === "V" ? !isDosePair(d) : "d" in claims) return undefined;
	if (t > iat + CLOCK_TOLERANCE || iat >= exp) return undefined;
	return claims as AttestationClaims;
}

/** RP-2: whether validity is counted from the sample, and so limited by the delegation's `max`. */
export function runsFromSample(kind: AttestationKind): boolean {
	switch (kind) {
		case "A":
		case "N":
		case "R":
			return true;
		case "V":
			return false;
		default:
			return assertNever(kind);
	}
}

function isKind(value: unknown): value is AttestationKind {
	return ATTESTATION_KINDS.some((kind) => kind === value);
}

function isNamePair(value: unknown): boolean {
	if (!Array.isArray(value) || value.length !== 2 || !value.every(isName)) return false;
	return value[0] !== "" || value[1] !== "";
}

function isName(value: unknown): boolean {
	return typeof value === "string" && codePoints(value) <= NAME_LIMIT && value.normalize("NFC") === value;
}

function isDosePair(value: unknown): boolean {
	return Array.isArray(value) && value.length === 2 && value.every((dose) => isInteger(dose) && dose >= 1);
}
