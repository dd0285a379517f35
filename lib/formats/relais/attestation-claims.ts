import type { NumericDate } from "@/lib/shared/numeric-date";

/** A negative antigen test, N negative NAAT/PCR test, V vaccination, R recovery (spec §2). */
export type AttestationKind = "A" | "N" | "V" | "R";

/** Claims of an attestation, in wire order (spec §2). Times in seconds. */
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
