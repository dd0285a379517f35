/**
 * Whether the paper of a refused record still verifies at doors (spec SH-6). The portal revokes an authentic paper whose
 * record contradicts it; what it refuses for the paper's own sake doors refuse too. Of every other refusal the paper is
 * as good as any: it stands until it is taken back.
 */
export type PaperStanding =
	/** Doors refuse it, or will from their next lists on. */
	| "void"
	/** Registered, with another record or other content: taking it back would take that back. */
	| "registered"
	/** Another attestation has the same index: the two stand or fall together. */
	| "shared"
	/** Another pharmacy's. */
	| "foreign"
	/** Good, and what it is of will not be registered as it was sent. */
	| "stands";

const VOID = new Set([
	"identity_mismatch",
	"revoked",
	"format_unknown",
	"format_unsupported",
	"content_incomplete",
	"key_usage",
	"key_unusable",
	"kind_unsupported",
	"hc1_malformed",
	"attestation_malformed",
	"attestation_not_canonical",
	"issuer_denied",
	"issuer_expired",
	"issuer_training",
	"issuer_unknown",
	"signature_invalid",
	"kind_not_delegated",
	"time_too_long",
	"index_out_of_block",
]);

export function standingAfter(reason: string): PaperStanding {
	if (VOID.has(reason)) return "void";
	switch (reason) {
		case "already_registered":
		case "key_reused":
			return "registered";
		case "index_reused":
			return "shared";
		case "issuer_mismatch":
			return "foreign";
		default:
			return "stands";
	}
}
