/**
 * One attestation under one delegation: RP-5 from the delegation to the clock. Policy comes after.
 */

import { type AttestationClaims, parseAttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { type DecodedDelegation, type DelegationClaims, parseDelegationClaims } from "@/lib/formats/relais/delegation";
import { type BeyondDelegation, beyondDelegation } from "@/lib/formats/relais/limits";
import { signedAttestation } from "@/lib/formats/relais/signed-attestation";
import type { WireAttestation } from "@/lib/formats/relais/wire";
import { equalBytes } from "@/lib/shared/bytes";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import type { EcPublicJwk } from "@/lib/shared/jwk-thumbprint";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type OpenedStatusList, STATUS_STALE } from "@/lib/trust/status-list";
import type { Keyset, Trust } from "@/lib/trust/trust";
import type { Denial } from "@/lib/trust/trust-list";
import type { VerifyEs256 } from "@/lib/trust/verify-es256";
import type { StageFailure } from "./attestation-stages";
import { authenticateDelegation, knownDelegation, wireKid } from "./authenticate-delegation";

export type AttestationInput = {
	readonly attestation: WireAttestation;
	readonly trust: Trust;
	readonly keyset: Keyset;
	readonly now: NumericDate;
};

export type CheckedAttestation = {
	readonly claims: AttestationClaims;
	readonly delegation: DelegationClaims;
	/** The status list was not there or does not reach the index; or it is old (TL-5). */
	readonly statusWarning: "status_unknown" | "status_stale" | undefined;
};

export type AttestationAnswer =
	| { readonly outcome: "accepted"; readonly checked: CheckedAttestation }
	/** `checked` where signature and issuer held and only time or status stand against the pass. */
	| { readonly outcome: "refused"; readonly failure: StageFailure; readonly checked?: CheckedAttestation };

/**
 * The two signatures are checked at the same time, for each has a thread of its own to run on; the answers are judged
 * in the order of RP-5. Until the authority's signature holds, the device key is only a number to calculate with.
 */
export async function checkAttestation(
	decoded: DecodedDelegation,
	{ attestation, trust, keyset, now }: AttestationInput,
): Promise<AttestationAnswer> {
	// DL-2: a signer that is denied is denied, also where the keyset no longer has it.
	if (trust.denied.some(({ kid }) => kid === decoded.signerKid)) {
		return { outcome: "refused", failure: { stage: "signer", reason: "issuer_denied" } };
	}
	const { verifyEs256 } = trust;
	const known = knownDelegation(decoded, keyset);
	const delegated = known?.claims ?? parseDelegationClaims(decoded.payload);
	const [authentic, unsigned] = await Promise.all([
		known ?? authenticateDelegation({ decoded, claims: delegated }, { keyset, verifyEs256 }),
		delegated && checkSignature(attestation, { jwk: delegated.cnf.jwk, kid: known?.kid }, verifyEs256),
	]);
	if (authentic.outcome === "refused") return authentic;
	if (unsigned) return { outcome: "refused", failure: unsigned };

	const delegation = authentic.claims;
	const claims = parseAttestationClaims(attestation.payload);
	if (!claims) return { outcome: "refused", failure: { stage: "claims", reason: "attestation_malformed" } };
	const beyond = checkDelegated(claims, delegation) ?? checkDenied(delegation, trust.denied);
	if (beyond) return { outcome: "refused", failure: beyond };

	const status = trust.statusLists.get(delegation.sl[0]);
	const revoked = status?.isRevoked(claims.s);
	const checked = { claims, delegation, statusWarning: statusWarning(status, revoked, now) };
	if (revoked) return { outcome: "refused", failure: { stage: "status", reason: "revoked" }, checked };
	if (now < claims.iat - CLOCK_TOLERANCE) {
		return { outcome: "refused", failure: { stage: "time", reason: "time_not_yet" }, checked };
	}
	if (now > claims.exp) return { outcome: "refused", failure: { stage: "time", reason: "time_expired" }, checked };
	return { outcome: "accepted", checked };
}

/** RP-5: the kid on the wire is the delegated key's, and that key signed. */
async function checkSignature(
	attestation: WireAttestation,
	{ jwk, kid = wireKid(jwk) }: { readonly jwk: EcPublicJwk; readonly kid: Uint8Array | undefined },
	verifyEs256: VerifyEs256,
): Promise<StageFailure | undefined> {
	if (!equalBytes(kid, attestation.kid)) {
		return { stage: "device", reason: "signature_invalid" };
	}
	const signed = await verifyEs256(jwk, signedAttestation(attestation));
	if (signed === undefined) return { stage: "device", reason: "attestation_malformed" };
	return signed ? undefined : { stage: "signature", reason: "signature_invalid" };
}

const STAGE_OF: Readonly<Record<BeyondDelegation, StageFailure["stage"]>> = {
	kind_not_delegated: "kind",
	time_too_long: "length",
	issuer_expired: "issued",
	index_out_of_block: "block",
};

/** RP-5: what the delegation allows. */
function checkDelegated(claims: AttestationClaims, delegation: DelegationClaims): StageFailure | undefined {
	const reason = beyondDelegation(claims, delegation);
	return reason && { stage: STAGE_OF[reason], reason };
}

/** DL-2: whatever the `iat`, for a thief back-dates. */
function checkDenied(delegation: DelegationClaims, denied: readonly Denial[]): StageFailure | undefined {
	const hit = denied.some(({ jti, sub }) => jti === delegation.jti || sub === delegation.sub);
	return hit ? { stage: "denied", reason: "issuer_denied" } : undefined;
}

/** TL-5: what an unrevoked attestation is shown with. */
function statusWarning(
	status: OpenedStatusList | undefined,
	revoked: boolean | undefined,
	now: NumericDate,
): CheckedAttestation["statusWarning"] {
	if (status === undefined || revoked === undefined) return "status_unknown";
	return now - status.iat > STATUS_STALE ? "status_stale" : undefined;
}
