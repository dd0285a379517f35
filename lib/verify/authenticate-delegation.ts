/**
 * Spec §3 up to DL-1: the authority signed this delegation with a key of the keyset, in that key's time, and its
 * claims are in order. Denials (DL-2) are checked with the attestation, after `s` (RP-5).
 */
import type { DecodedDelegation, DelegationClaims } from "@/lib/formats/relais/delegation";
import { delegationJwt, signedDelegation } from "@/lib/formats/relais/signed-attestation";
import { type BoundedMemory, boundedMemory } from "@/lib/shared/bounded-memory";
import { type EcPublicJwk, KID_LENGTH, thumbprintBytes } from "@/lib/shared/jwk-thumbprint";
import { TRAINING_SIGNER } from "@/lib/trust/training-signer";
import type { Keyset, KeysetKey } from "@/lib/trust/trust";
import type { VerifyEs256 } from "@/lib/trust/verify-es256";
import type { StageFailure } from "./attestation-stages";

/** A delegation taken apart, with its claims when they are in order; nothing about it is trusted yet. */
export type CandidateDelegation = {
	readonly decoded: DecodedDelegation;
	readonly claims: DelegationClaims | undefined;
};

type AuthenticDelegation = {
	readonly outcome: "authentic";
	readonly claims: DelegationClaims;
	/** Of the delegated key, as papers name it. */
	readonly kid: Uint8Array;
};
export type DelegationAnswer = AuthenticDelegation | { readonly outcome: "refused"; readonly failure: StageFailure };

/**
 * A delegation comes with each of a thousand papers: that its very bytes were signed under this keyset, in the key's time,
 * is found out once. Denials, its own times and its block are looked at with every paper.
 */
const REMEMBERED = 4_096;
const remembered = new WeakMap<Keyset, BoundedMemory<AuthenticDelegation>>();

function memoryOf(keyset: Keyset): BoundedMemory<AuthenticDelegation> {
	const known = remembered.get(keyset) ?? boundedMemory<AuthenticDelegation>(REMEMBERED);
	remembered.set(keyset, known);
	return known;
}

/** Found out before; undefined where it was not. */
export function knownDelegation(decoded: DecodedDelegation, keyset: Keyset): AuthenticDelegation | undefined {
	return memoryOf(keyset).get(delegationJwt(decoded));
}

export async function authenticateDelegation(
	candidate: CandidateDelegation,
	{ keyset, verifyEs256 }: { readonly keyset: Keyset; readonly verifyEs256: VerifyEs256 },
): Promise<DelegationAnswer> {
	const answer = await findOut(candidate, { keyset, verifyEs256 });
	// Refusals are not kept: whoever sends rubbish drives nobody out of the memory.
	if (answer.outcome === "authentic") memoryOf(keyset).set(delegationJwt(candidate.decoded), answer);
	return answer;
}

async function findOut(
	{ decoded, claims }: CandidateDelegation,
	{ keyset, verifyEs256 }: { readonly keyset: Keyset; readonly verifyEs256: VerifyEs256 },
): Promise<DelegationAnswer> {
	const candidates = keyset.keys.filter(
		({ use, kid }) => kid === decoded.signerKid && use.includes("delegation"), // K-2
	);
	if (candidates.length === 0) {
		return failure("signer", decoded.signerKid === TRAINING_SIGNER.kid ? "issuer_training" : "issuer_unknown");
	}

	const signers: KeysetKey[] = [];
	let unusable = false;
	for (const candidate of candidates) {
		const holds = await verifyEs256(candidate.jwk, signedDelegation(decoded));
		if (holds === undefined) unusable = true;
		else if (holds) signers.push(candidate);
	}
	if (signers.length === 0) return failure("delegation_signature", unusable ? "key_unusable" : "signature_invalid");

	if (!claims) return failure("delegation_claims", "attestation_malformed");
	if (!signers.some(({ nbf, exp }) => nbf <= claims.nbf && claims.nbf <= exp)) {
		return failure("delegation_time", "issuer_expired"); // DL-1
	}
	return { outcome: "authentic", claims, kid: wireKid(claims.cnf.jwk) };
}

/** As a paper names the key that it was signed with. */
export function wireKid(jwk: EcPublicJwk): Uint8Array {
	return thumbprintBytes(jwk).subarray(0, KID_LENGTH);
}

function failure(stage: StageFailure["stage"], reason: StageFailure["reason"]): DelegationAnswer {
	return { outcome: "refused", failure: { stage, reason } };
}
