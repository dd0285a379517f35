/**
 * The limits of RP-2 and RP-5 that need no key, no list and no clock of their own: for those who issue as for those who
 * verify, so that no paper leaves a counter that every door refuses.
 */
import { assertNever } from "@/lib/shared/assert-never";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import type { DelegationClaims } from "./delegation";

/** The claims that limits look at (AttestationClaims). */
type Limited = {
	readonly iat: NumericDate;
	readonly exp: NumericDate;
	readonly k: AttestationKind;
	readonly t: NumericDate;
	readonly s: number;
};

/** RP-2: a sample that was taken after the attestation was issued, beyond what clocks may differ by. */
export function isSampledLater(t: NumericDate, iat: NumericDate): boolean {
	return t > iat + CLOCK_TOLERANCE;
}

/** RP-2: whether validity is counted from the sample, and so limited by the delegation's `max`. */
function runsFromSample(kind: AttestationKind): boolean {
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

/** RP-2: where an issuer counts validity from; a vaccination, which its sample does not limit, from its issue. */
export function runsFrom(kind: AttestationKind, { sample, issue }: Readonly<Record<"sample" | "issue", NumericDate>>) {
	return runsFromSample(kind) ? sample : issue;
}

export type BeyondDelegation = "kind_not_delegated" | "time_too_long" | "issuer_expired" | "index_out_of_block";

/** RP-5: the first limit of the delegation, in the order of the rule, that these claims go beyond. */
export function beyondDelegation(
	{ iat, exp, k, t, s }: Limited,
	{ nbf, exp: ends, k: kinds, max, sl: [, first, count] }: DelegationClaims,
): BeyondDelegation | undefined {
	if (!kinds.includes(k)) return "kind_not_delegated";
	if (runsFromSample(k) && exp > t + max * HOUR) return "time_too_long";
	if (iat < nbf - CLOCK_TOLERANCE || iat > ends + CLOCK_TOLERANCE) return "issuer_expired";
	if (s < first || s >= first + count) return "index_out_of_block";
	return undefined;
}
