import type { ScannerReason } from "@/lib/checkin/lost-characters";
import type { VerdictReason } from "@/lib/verify/verdict";
import type { CodeIndeterminateReason, CodeRejectionReason } from "@/lib/verify/verify-code";

/** Why a door says no, or cannot say: the verdict's reasons, those of typed codes, and a hand scanner that drops keys. */
export type DoorReason = VerdictReason | CodeRejectionReason | CodeIndeterminateReason | ScannerReason;

/**
 * The class of a reason (design rule 6): all that a door says about a refusal. Each has a sentence and a next step in
 * the catalogue. Kind and result of the proof stay on the holder's own document.
 */
export type ReasonClass =
	| "expired"
	| "notYet"
	| "notAccepted"
	| "notAuthentic"
	| "training"
	| "revoked"
	| "notAPass"
	| "formatUnsupported"
	| "charactersLost"
	| "issuerUnknown"
	| "keyUnusable"
	| "contentIncomplete"
	| "trustMissing"
	| "trustTooOld"
	| "clockImplausible"
	| "policyMissing"
	| "policyUnusable"
	| "codeRejected"
	| "codeExpired"
	| "codeKeysMissing"
	| "codeInsufficient";

type Spoken = { readonly code: string; readonly class: ReasonClass };

/**
 * One table: what staff read aloud to a supervisor or to support, letter by letter. First part: T time, P policy,
 * S signature, I issuer, F form, R revocation, K keys of this device, C written code, W hand scanner (wedge). Codes are stable; support
 * documents name them.
 */
export const SPOKEN: Record<DoorReason, Spoken> = {
	time_expired: { code: "T-EXP", class: "expired" },
	time_not_yet: { code: "T-NYV", class: "notYet" },
	time_too_long: { code: "T-LNG", class: "notAccepted" },
	policy_refused: { code: "P-REF", class: "notAccepted" },
	signature_invalid: { code: "S-SIG", class: "notAuthentic" },
	issuer_denied: { code: "I-DEN", class: "notAccepted" },
	issuer_expired: { code: "I-EXP", class: "notAccepted" },
	issuer_training: { code: "I-EXE", class: "training" },
	key_usage: { code: "I-USE", class: "notAccepted" },
	kind_not_delegated: { code: "I-KND", class: "notAccepted" },
	index_out_of_block: { code: "I-IDX", class: "notAccepted" },
	attestation_not_canonical: { code: "F-CAN", class: "notAuthentic" },
	attestation_malformed: { code: "F-RP", class: "notAccepted" },
	hc1_malformed: { code: "F-HC", class: "notAuthentic" },
	shc_malformed: { code: "F-SH", class: "notAuthentic" },
	"2ddoc_malformed": { code: "F-DD", class: "notAuthentic" },
	format_unknown: { code: "F-UNK", class: "notAPass" },
	kind_unsupported: { code: "F-KND", class: "notAccepted" },
	revoked: { code: "R-REV", class: "revoked" },
	format_unsupported: { code: "F-NEW", class: "formatUnsupported" },
	characters_lost: { code: "W-LOS", class: "charactersLost" },
	issuer_unknown: { code: "K-UNK", class: "issuerUnknown" },
	key_unusable: { code: "K-USE", class: "keyUnusable" },
	content_incomplete: { code: "F-INC", class: "contentIncomplete" },
	trust_missing: { code: "K-NON", class: "trustMissing" },
	trust_too_old: { code: "K-OLD", class: "trustTooOld" },
	clock_implausible: { code: "T-CLK", class: "clockImplausible" },
	policy_missing: { code: "P-NON", class: "policyMissing" },
	policy_unusable: { code: "P-UNK", class: "policyUnusable" },
	code_rejected: { code: "C-NON", class: "codeRejected" },
	code_expired: { code: "C-EXP", class: "codeExpired" },
	code_keys_missing: { code: "C-KEY", class: "codeKeysMissing" },
	code_insufficient: { code: "C-INS", class: "codeInsufficient" },
};

/** Of a reason code as it was counted; undefined for none, and for one of another version. */
export function spokenOf(reason: string): Spoken | undefined {
	return Object.hasOwn(SPOKEN, reason) ? SPOKEN[reason as DoorReason] : undefined;
}
