import type { DccPayload } from "@/lib/formats/hc1/dcc-payload";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { PassFormat } from "@/lib/shared/pass-format";

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

/** Reasons that say "cannot check" (starred in spec V-3). */
export type IndeterminateReason =
	| "issuer_unknown"
	| "trust_missing"
	| "trust_too_old"
	| "clock_implausible"
	/** Nobody gave rules for this destination, or the policy that was asked for is nowhere. */
	| "policy_missing"
	/** The policy that applies is one that this version cannot apply. */
	| "policy_unusable";

export type VerdictReason = RejectionReason | IndeterminateReason;

/** What an accepted or refused pass should be shown with; never blocks (spec TL-4, TL-5). */
export type VerdictWarning =
	| "status_unknown"
	| "trust_ageing"
	| "trust_stale"
	| "clock_behind"
	/** A SMART Health Card in several codes: some are still to be scanned. */
	| "shc_parts_missing"
	/** A 2D-DOC without its separators: the scanner drops control characters, see its help. */
	| "control_characters_lost";

declare const verified: unique symbol;

/**
 * A pass whose signature, issuer and times hold. Only lib/verify makes one; nothing else can reach policy,
 * screens or check-in.
 */
export type VerifiedPass = {
	readonly [verified]: true;
	readonly format: PassFormat;
	/** RP1: `<delegation jti>.<s>` (RP-3); HC1: the `ci`; SHC and 2D-DOC: a digest of what was signed. */
	readonly id: string;
	/** As printed on the pass: NFC, not transliterated. `birth` is YYYY-MM-DD, YYYY-MM, YYYY, or as the format has it. */
	readonly person: { readonly family: string; readonly given: string; readonly birth: string };
	/** RP1: the issuing pharmacy's name and town; others: the issuer's listed name or country. */
	readonly issuer: string | undefined;
	/** The EU DCC projection that policy judged (spec V-2). */
	readonly dcc: DccPayload;
	readonly expires: NumericDate | undefined;
};

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
			readonly warnings: readonly VerdictWarning[];
	  };
