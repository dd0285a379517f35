/**
 * Keys that were withdrawn. A withdrawal is a fact and is never taken back: whoever has a copy of a stolen key keeps it
 * (docs/decisions/030). It stands in every later keyset (spec §4 `removed`) and in the keys folder.
 */
import "server-only";
import { z } from "zod";
import type { KeysetClaims } from "@/lib/trust/keyset";

export const WITHDRAWAL_REASONS = ["stolen", "lost", "retired"] as const;
export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number];

/** `at`: when the keyset with it was drafted. */
export const withdrawal = z.strictObject({ kid: z.string().min(1).max(64), reason: z.string().max(64), at: z.int() });
export type Withdrawal = z.infer<typeof withdrawal>;

/** What a keyset says of it, whoever made that keyset. */
export function withdrawalsOf({ removed, iat }: Pick<KeysetClaims, "removed" | "iat">): readonly Withdrawal[] {
	return removed.map(({ kid, reason, at = iat }) => ({
		kid,
		reason: typeof reason === "string" ? reason.slice(0, 64) : "withdrawn",
		at,
	}));
}

/** Each key once; of two entries the earlier in the list holds. */
export function mergeWithdrawals(entries: readonly Withdrawal[]): readonly Withdrawal[] {
	const byKid = new Map<string, Withdrawal>();
	for (const entry of entries) if (!byKid.has(entry.kid)) byKid.set(entry.kid, entry);
	return [...byKid.values()];
}
