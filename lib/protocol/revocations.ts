import { z } from "zod";
import { TEXT_LIMIT } from "@/lib/shared/text-limit";

/** Why an attestation is replaced by another one; somebody at the counter chose it. */
export const CHOSEN_REASONS = ["entry_error", "wrong_person", "result_corrected"] as const;
export type ChosenReason = (typeof CHOSEN_REASONS)[number];

/** `index_reused` nobody chooses: another person's paper has the same index, and each gets a new one (spec OL-5). */
export const CORRECTION_REASONS = [...CHOSEN_REASONS, "index_reused"] as const;
export type CorrectionReason = (typeof CORRECTION_REASONS)[number];

/** Whether the two attestations are of one person: else nothing of the first one may reach the second, or its holder. */
export function staysWithPerson(reason: CorrectionReason): boolean {
	return reason !== "wrong_person";
}

/** `record_refused`: the counter's own, for the paper of a record that the portal will not take (spec SH-6). */
const REVOCATION_REASONS = [...CORRECTION_REASONS, "fraud", "record_refused"] as const;

/**
 * `POST /api/revocations`: a counter takes back a paper of its own pharmacy, registered or not. Doors refuse it from the
 * next status list on; a pass that was made from it is withdrawn with it. Asking again changes nothing.
 */
export const revocationRequest = z.object({
	/** The `RP1:` text as printed. */
	attestation: z.string().max(TEXT_LIMIT),
	/** docs/error-codes.md. */
	reason: z.enum(REVOCATION_REASONS),
});
export type RevocationRequest = z.infer<typeof revocationRequest>;

export const revocationAnswer = z.discriminatedUnion("outcome", [
	/** `revokedAt`: the first time. */
	z.object({ outcome: z.literal("revoked"), revokedAt: z.int() }),
	/** A verdict reason, or `issuer_mismatch` for a paper of another pharmacy. */
	z.object({ outcome: z.literal("refused"), reason: z.string() }),
]);
export type RevocationAnswer = z.infer<typeof revocationAnswer>;
