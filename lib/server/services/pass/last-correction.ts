/** The record that stands in the place of another one: corrections are followed to the last. */
import "server-only";
import { CORRECTION_REASONS, type CorrectionReason, staysWithPerson } from "@/lib/protocol/revocations";
import type { RecordOfLink } from "./find-link";

/** `record` is undefined where the correction is another person's: the link must not lead to it (spec SH-2). */
export type Correction = { readonly reason: CorrectionReason; readonly record: RecordOfLink | undefined };

/** `corrections` step by step. Undefined where nobody corrected it. */
export function lastCorrection(corrections: readonly RecordOfLink[]): Correction | undefined {
	let last: Correction | undefined;
	for (const record of corrections) {
		const reason = correctionReason(record.correctsReason) ?? "entry_error";
		if (!staysWithPerson(reason)) return { reason, record: undefined };
		last = { reason, record };
	}
	return last;
}

export function correctionReason(reason: string | null): CorrectionReason | undefined {
	return CORRECTION_REASONS.find((known) => known === reason);
}
