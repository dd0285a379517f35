import type { VerdictReason } from "./verdict";

/**
 * The order of checks of RP-5. The first failure is the reason; among several delegations for one device key the
 * failure that got furthest is.
 */
const ATTESTATION_STAGES = [
	"signer",
	"delegation_signature",
	"delegation_claims",
	"delegation_time",
	"device",
	"signature",
	"claims",
	"kind",
	"length",
	"issued",
	"block",
	"denied",
	"status",
	"time",
] as const;

export type AttestationStage = (typeof ATTESTATION_STAGES)[number];

export type StageFailure = { readonly stage: AttestationStage; readonly reason: VerdictReason };

/** True when `a` failed at a later check than `b`. */
export function isFurther(a: AttestationStage, b: AttestationStage): boolean {
	return ATTESTATION_STAGES.indexOf(a) > ATTESTATION_STAGES.indexOf(b);
}
