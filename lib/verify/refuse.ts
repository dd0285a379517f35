import type { PassFormat } from "@/lib/shared/pass-format";
import type { TimeWitness } from "@/lib/trust/trust-age";
import type { IndeterminateReason, RejectionReason, Verdict, VerdictReason, VerdictWarning } from "./verdict";
import type { VerifiedPass } from "./verified-pass";

/** Starred in spec V-3: "cannot check" is never "invalid". */
const INDETERMINATE = new Set<string>([
	"format_unsupported",
	"issuer_unknown",
	"key_unusable",
	"content_incomplete",
	"trust_missing",
	"trust_too_old",
	"clock_implausible",
	"policy_missing",
	"policy_unusable",
] satisfies IndeterminateReason[]);

export type RefusalDetails = {
	readonly warnings?: readonly VerdictWarning[];
	/** With `policy_refused`. */
	readonly rule?: string | undefined;
	/** With `clock_implausible`: the document that the clock lies behind. */
	readonly witness?: TimeWitness;
	/** Only where signature and issuer held. */
	readonly pass?: VerifiedPass | undefined;
};

/** A verdict other than `accepted`; the reason alone decides between *rejected* and *indeterminate* (V-3). */
export function refuse(format: PassFormat | "unknown", reason: VerdictReason, details: RefusalDetails = {}): Verdict {
	const { warnings = [], rule, witness, pass } = details;
	if (isIndeterminate(reason)) {
		return { outcome: "indeterminate", format, reason, warnings, ...(witness ? { witness } : {}) };
	}
	return {
		outcome: "rejected",
		format,
		reason,
		warnings,
		...(rule === undefined ? {} : { rule }),
		...(pass === undefined ? {} : { pass }),
	};
}

function isIndeterminate(
	reason: VerdictReason,
): reason is IndeterminateReason & Exclude<VerdictReason, RejectionReason> {
	return INDETERMINATE.has(reason);
}
