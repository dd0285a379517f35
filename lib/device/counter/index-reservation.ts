import "client-only";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import { database, type RelaisDatabase } from "../store/database";
import { inForce, type OwnDelegation } from "./delegations";

/**
 * Status indices: each one at most once, ever (spec DL-3). The next free index of a delegation is known from three
 * witnesses, and the highest counts: IndexedDB (strict durability, the one that decides), localStorage (another file
 * of the profile: survives a database that was rolled back), and the highest index that the authority has seen from
 * this device (survives a profile that was restored from a backup).
 *
 * An index is spent when this module gives it away, whether an attestation comes of it or not. The caller holds the
 * lock `relais-issue`; the transaction alone would already keep two tabs apart.
 */

/** The part of `Storage` that is needed. */
export type Witness = Pick<Storage, "getItem" | "setItem">;

export type ReservationContext = {
	readonly now: NumericDate;
	/** From the kit: the highest index that the authority has seen from this device. */
	readonly highestIndex: number | null;
	readonly witness: Witness;
	readonly db?: RelaisDatabase;
};

export type ReservedIndex = { readonly delegation: OwnDelegation; readonly index: number };

const witnessName = (jti: string) => `relais.next.${jti}`;

/**
 * Takes the next index of the first of `delegations` (oldest first) that has one. The caller has chosen those in force
 * for its kind. Rejects when it cannot be written durably: then nothing may be issued.
 */
export async function reserveIndex(
	delegations: readonly OwnDelegation[],
	context: ReservationContext,
): Promise<Result<ReservedIndex, Failure<"indices_exhausted">>> {
	const db = context.db ?? database();
	for (const delegation of delegations) {
		const index = await db.transaction("rw", db.indices, async () => {
			const next = nextIndex(delegation, (await db.indices.get(delegation.jti))?.next, context);
			if (next >= delegation.first + delegation.count) return undefined;
			await db.indices.put({ jti: delegation.jti, next: next + 1 });
			return next;
		});
		if (index === undefined) continue;
		context.witness.setItem(witnessName(delegation.jti), String(index + 1));
		return ok({ delegation, index });
	}
	return err({ code: "indices_exhausted", retryable: false });
}

function nextIndex(
	delegation: OwnDelegation,
	stored: number | undefined,
	context: Pick<ReservationContext, "highestIndex" | "witness">,
): number {
	const { first, count, jti } = delegation;
	const witnessed = Number(context.witness.getItem(witnessName(jti)) ?? Number.NaN);
	const seen = context.highestIndex;
	return Math.max(
		first,
		stored ?? first,
		Number.isSafeInteger(witnessed) ? witnessed : first,
		seen !== null && seen >= first && seen < first + count ? seen + 1 : first,
	);
}

/** Indices still free over all delegations that are in force or will be. */
export async function indicesLeft(delegations: readonly OwnDelegation[], context: ReservationContext): Promise<number> {
	const db = context.db ?? database();
	let left = 0;
	for (const delegation of delegations) {
		if (!inForce(delegation, context.now) && delegation.nbf <= context.now) continue;
		const next = nextIndex(delegation, (await db.indices.get(delegation.jti))?.next, context);
		left += Math.max(0, delegation.first + delegation.count - next);
	}
	return left;
}

/**
 * The authority has seen an index that this device does not remember giving away: its storage was restored from a
 * backup. There may be more papers out than the authority has seen, so the rest of that block is given up; the next
 * kit brings another. Answers whether it was so.
 */
export async function abandonRestoredBlocks(
	delegations: readonly OwnDelegation[],
	context: ReservationContext,
): Promise<boolean> {
	const db = context.db ?? database();
	const seen = context.highestIndex;
	if (seen === null) return false;
	const restored: OwnDelegation[] = [];
	await db.transaction("rw", db.indices, async () => {
		for (const delegation of delegations) {
			const { jti, first, count } = delegation;
			if (seen < first || seen >= first + count) continue;
			const own = nextIndex(delegation, (await db.indices.get(jti))?.next, { ...context, highestIndex: null });
			if (seen < own) continue;
			await db.indices.put({ jti, next: first + count });
			restored.push(delegation);
		}
	});
	for (const { jti, first, count } of restored) context.witness.setItem(witnessName(jti), String(first + count));
	return restored.length > 0;
}
