/**
 * The delegations of a kit as the device that holds them needs them (spec §3). They came from the portal over an
 * authenticated call; their signature is the verifier's business and is not checked here.
 */
import { decodeDelegation, parseDelegationClaims } from "@/lib/formats/relais/delegation";
import { type AttestationKind, isAttestationKind } from "@/lib/shared/attestation-kind";
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";

export type OwnDelegation = {
	readonly jwt: string;
	readonly jti: string;
	readonly nbf: NumericDate;
	readonly exp: NumericDate;
	readonly kinds: readonly AttestationKind[];
	/** Seconds from the sample to the end of a test's attestation. */
	readonly longest: number;
	/** First index and count. */
	readonly first: number;
	readonly count: number;
};

/** Oldest first. One that cannot be read is left out: the counter then says that it has none. */
export function readDelegations(jwts: readonly string[]): readonly OwnDelegation[] {
	return jwts.flatMap((jwt) => readDelegation(jwt) ?? []).sort((a, b) => a.nbf - b.nbf || a.first - b.first);
}

/** A kit brings the same texts again at every look, and a device looks every minute. More than any kit has. */
const MOST_KNOWN = 256;
const known = new Map<string, OwnDelegation | undefined>();

function readDelegation(jwt: string): OwnDelegation | undefined {
	if (known.has(jwt)) return known.get(jwt);
	if (known.size >= MOST_KNOWN) known.clear();
	const delegation = takeApart(jwt);
	known.set(jwt, delegation);
	return delegation;
}

function takeApart(jwt: string): OwnDelegation | undefined {
	const decoded = decodeDelegation(jwt);
	const claims = decoded && parseDelegationClaims(decoded.payload);
	if (claims === undefined) return undefined;
	const { jti, nbf, exp, k, max, sl } = claims;
	const kinds = [...k].filter(isAttestationKind);
	return { jwt, jti, nbf, exp, kinds, longest: max * HOUR, first: sl[1], count: sl[2] };
}

/** May sign now. The signing time has to lie inside (spec RP-5). */
export function inForce(delegation: OwnDelegation, now: NumericDate): boolean {
	return delegation.nbf <= now && now < delegation.exp;
}

/** What this device may issue now, in the order of the delegations. */
export function issuableKinds(delegations: readonly OwnDelegation[], now: NumericDate): readonly AttestationKind[] {
	return [...new Set(delegations.filter((one) => inForce(one, now)).flatMap((one) => one.kinds))];
}

/** The last moment at which this device can sign; undefined when it has no delegation left. */
export function keysUntil(delegations: readonly OwnDelegation[], now: NumericDate): NumericDate | undefined {
	const ends = delegations.filter((one) => now < one.exp).map((one) => one.exp);
	return ends.length === 0 ? undefined : Math.max(...ends);
}
