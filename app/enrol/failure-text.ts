/** Failures that have a sentence of their own (messages `enrol.failure`); all others share `other`. */
const EXPLAINED = [
	"insecure_context",
	"no_web_crypto",
	"no_locks",
	"no_service_worker",
	"no_storage",
	"storage_not_persistent",
	"key_not_storable",
	"root_mismatch",
	"outbox_not_empty",
	"storage_full",
	"enrolment_code_unknown",
	"enrolment_code_used",
	"enrolment_code_expired",
	"portal_unreachable",
	"answer_unreadable",
	"busy",
] as const;
export type ExplainedFailure = (typeof EXPLAINED)[number];

/** The message key for a failure. A busy portal has many codes and one sentence. */
export function failureKey(failure: { code: string; retryAfter?: number }): ExplainedFailure | "other" {
	if (failure.retryAfter !== undefined) return "busy";
	return EXPLAINED.find((code) => code === failure.code) ?? "other";
}

/** Nothing can be enrolled here; QR codes can be verified all the same, from memory if need be. */
const KEEPS_NOTHING: readonly string[] = ["no_service_worker", "no_storage", "key_not_storable"];
export const keepsNothing = (key: ExplainedFailure | "other"): boolean => KEEPS_NOTHING.includes(key);
