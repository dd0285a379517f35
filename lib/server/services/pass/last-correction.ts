/**
 * The record that stands in the place of another one: corrections are followed to the last. Which came first does not
 * matter: a correction may be registered before what it corrects.
 */
import "server-only";
import type { Prisma } from "@/generated/prisma/client";
import { CORRECTION_REASONS, type CorrectionReason, staysWithPerson } from "@/lib/protocol/revocations";
import type { Transaction } from "../../db/database";

export type RecordWithPass = Prisma.RecordGetPayload<{ include: { pass: true } }>;

/** `record` is undefined where the correction is another person's: the link must not lead to it (spec SH-2). */
export type Correction = { readonly reason: CorrectionReason; readonly record: RecordWithPass | undefined };

/** Keys are the counter's: a ring of corrections, which no counter writes, ends here. */
const MOST_STEPS = 16;

/** Undefined where nobody corrected it. */
export async function lastCorrection(
	tx: Transaction,
	record: Pick<RecordWithPass, "pharmacyNumber" | "key">,
): Promise<Correction | undefined> {
	let last: Correction | undefined;
	for (let steps = 0, key = record.key; steps < MOST_STEPS; steps++) {
		const next = await tx.record.findFirst({
			where: { pharmacyNumber: record.pharmacyNumber, corrects: key, state: { not: "refused" } },
			orderBy: [{ registeredAt: "desc" }, { key: "desc" }],
			include: { pass: true },
		});
		if (next === null) return last;
		const reason = correctionReason(next.correctsReason) ?? "entry_error";
		if (!staysWithPerson(reason)) return { reason, record: undefined };
		last = { reason, record: next };
		key = next.key;
	}
	return last;
}

export function correctionReason(reason: string | null): CorrectionReason | undefined {
	return CORRECTION_REASONS.find((known) => known === reason);
}
