import type { PassFormat } from "@/lib/shared/pass-format";
import type { TimeWitness } from "@/lib/trust/trust-age";
import type { VerifiedPass } from "./verified-pass";

/** Reasons that say no (spec V-3). */
export type RejectionReason =
	| "format_unknown"
	| "attestation_malformed"
	| "hc1_malformed"
	| "shc_malformed"
	| "2ddoc_malformed"
	| "attestation_not_canonical"
	| "issuer_denied"
	| "issuer_expired"
	/** Of an exercise: signed for nobody and good nowhere (DP-4). */
	| "issuer_training"
	| "signature_invalid"
	| "key_usage"
	| "kind_not_delegated"
	| "time_not_yet"
	| "time_expired"
	| "time_too_long"
	| "index_out_of_block"
	| "kind_unsupported"
	| "revoked"
	| "policy_refused";

/** Why this device can judge nothing at all now (spec TL-4). */
export type TrustObstacle = "trust_missing" | "trust_too_old" | "clock_implausible";

/** Nobody gave rules for this destination or the policy that was asked for is nowhere; or this version cannot apply it. */
export type PolicyObstacle = "policy_missing" | "policy_unusable";

/** Reasons that say "cannot check" (starred in spec V-3). */
export type IndeterminateReason =
	/** A pass of a family, or in a form of its format, that this version does not read. */
	| "format_unsupported"
	| "issuer_unknown"
	/** The key of this issuer is listed, and cannot be used here. */
	| "key_unusable"
	/** The signature holds, and what policy or comparison needs is missing or not exact enough. */
	| "content_incomplete"
	| TrustObstacle
	| PolicyObstacle;

export type VerdictReason = RejectionReason | IndeterminateReason;

/** What an accepted or refused pass should be shown with; never blocks (spec TL-4, TL-5). */
export type VerdictWarning =
	| "status_unknown"
	/** The status list that was asked is older than TL-5 has it. */
	| "status_stale"
	| "trust_ageing"
	| "trust_stale"
	| "clock_behind"
	/** A SMART Health Card in several codes: some are still to be scanned. */
	| "shc_parts_missing"
	/** A 2D-DOC without its separators: the scanner drops control characters, see its help. */
	| "control_characters_lost";

export type Verdict =
	| {
			readonly outcome: "accepted";
			readonly format: PassFormat;
			readonly reason: null;
			readonly warnings: readonly VerdictWarning[];
			readonly pass: VerifiedPass;
			/** The policy that judged, null with `--policy none`. */
			readonly policy: { readonly id: string; readonly rule: string } | null;
	  }
	| {
			readonly outcome: "rejected";
			readonly format: PassFormat | "unknown";
			readonly reason: RejectionReason;
			/** Id of the policy rule that refused, with `policy_refused`. */
			readonly rule?: string;
			readonly warnings: readonly VerdictWarning[];
			/** Present only where signature and issuer held (expired, revoked, refused by policy). */
			readonly pass?: VerifiedPass;
	  }
	| {
			readonly outcome: "indeterminate";
			readonly format: PassFormat | "unknown";
			readonly reason: IndeterminateReason;
			/** With `clock_implausible`: the document that the clock lies behind. */
			readonly witness?: TimeWitness;
			readonly warnings: readonly VerdictWarning[];
	  };
