/**
 * Status indices: each one at most once, ever (spec DL-3). The next free index of a delegation is known from three
 * sources, and the highest counts: the store, which decides; the witness, which survives a store that was rolled back;
 * and the highest index that the authority has seen from this device, which survives a profile that was restored from
 * a backup.
 *
 * An index is spent when this module gives it away, whether an attestation comes of it or not. The caller makes sure
 * that one tab issues at a time; the store's own step would already keep two apart.
 */
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import type { IndexStore, IndexWitness } from "./index-store";
import { inForce, type OwnDelegation } from "./own-delegation";

export type IndexMemory = {
	readonly store: IndexStore;
	readonly witness: IndexWitness;
	/** From the kit: the highest index that the authority has seen from this device. */
	readonly highestIndex: number | null;
};

export type ReservedIndex = { readonly delegation: OwnDelegation; readonly index: number };

/**
 * Takes the next index of the first of `delegations` (oldest first) that has one. The caller has chosen those in force
 * for its kind. Rejects when it cannot be written durably: then nothing may be issued.
 */
export async function reserveIndex(
	delegations: readonly OwnDelegation[],
	memory: IndexMemory,
): Promise<Result<ReservedIndex, Failure<"indices_exhausted">>> {
	for (const delegation of delegations) {
		const { jti } = delegation;
		const after = await memory.store.advance(jti, (stored) => {
			const index = nextIndex(delegation, stored, memory);
			return index < endOf(delegation) ? index + 1 : undefined;
		});
		if (after === undefined) continue;
		memory.witness.remember(jti, after);
		return ok({ delegation, index: after - 1 });
	}
	return err({ code: "indices_exhausted", retryable: false });
}

function nextIndex(
	delegation: OwnDelegation,
	stored: number | undefined,
	{ witness, highestIndex: seen }: Pick<IndexMemory, "witness" | "highestIndex">,
): number {
	const { first, jti } = delegation;
	const known = [first, stored ?? first, witness.next(jti) ?? first];
	if (seen !== null && isInBlock(seen, delegation)) known.push(seen + 1);
	return Math.max(...known);
}

const endOf = ({ first, count }: OwnDelegation) => first + count;
const isInBlock = (index: number, block: OwnDelegation) => index >= block.first && index < endOf(block);

/** Indices still free over all delegations that are in force or will be. */
export async function indicesLeft(
	delegations: readonly OwnDelegation[],
	{ now, ...memory }: IndexMemory & { readonly now: NumericDate },
): Promise<number> {
	let left = 0;
	for (const delegation of delegations) {
		if (!inForce(delegation, now) && delegation.nbf <= now) continue;
		const next = nextIndex(delegation, await memory.store.next(delegation.jti), memory);
		left += Math.max(0, endOf(delegation) - next);
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
	memory: IndexMemory,
): Promise<boolean> {
	const { store, witness, highestIndex: seen } = memory;
	if (seen === null) return false;
	let abandoned = false;
	for (const delegation of delegations) {
		if (!isInBlock(seen, delegation)) continue;
		const end = await store.advance(delegation.jti, (stored) => {
			const own = nextIndex(delegation, stored, { witness, highestIndex: null });
			return seen < own ? undefined : endOf(delegation);
		});
		if (end === undefined) continue;
		witness.remember(delegation.jti, end);
		abandoned = true;
	}
	return abandoned;
}
