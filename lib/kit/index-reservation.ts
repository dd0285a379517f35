/**
 * Status indices: each one at most once, ever (spec DL-3, OL-1). What is spent of a block is known from three sources,
 * and the highest counts: the store, which decides; the witness, which survives a store that was rolled back; and what
 * the authority has seen, which survives a profile that was restored from a backup.
 *
 * An index is spent when this module gives it away, whether an attestation comes of it or not. The caller makes sure
 * that one tab issues at a time; the store's own step would already keep two apart.
 */
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import type { IndexStore, IndexWitness } from "./index-store";
import { drawStretch, leftOf, type Spent, STRETCH, spentOf, spentText, spentWhole } from "./index-stretch";
import { inForce, type OwnDelegation } from "./own-delegation";
import type { OwnKit } from "./own-kit";

export type IndexMemory = {
	readonly store: IndexStore;
	readonly witness: IndexWitness;
	/** From the kit: what the authority has seen of the blocks. */
	readonly seen: SeenByAuthority;
};

/** `seen` is absent from kits of an earlier version: then every index up to the highest one counts as seen. */
type SeenByAuthority = Pick<OwnKit, "highestIndex" | "seen">;

export type Reserving = {
	/** Id of the start that issues. */
	readonly start: string;
	/** In [0, 1). */
	readonly random: () => number;
};

export type ReservedIndex = { readonly delegation: OwnDelegation; readonly index: number };

/**
 * Takes the next index of the first of `delegations` (oldest first) that has one. The caller has chosen those in force
 * for its kind. Rejects when it cannot be written durably: then nothing may be issued.
 */
export async function reserveIndex(
	delegations: readonly OwnDelegation[],
	{ start, random, ...memory }: IndexMemory & Reserving,
): Promise<Result<ReservedIndex, Failure<"indices_exhausted">>> {
	for (const delegation of delegations) {
		const { jti, first } = delegation;
		let index: number | undefined;
		const after = await memory.store.advance(jti, (stored) => {
			const spent = spentOf(delegation, [stored, memory.witness.read(jti), seenOf(memory.seen, delegation)]);
			const stretch = drawStretch(delegation, spent, { open: stored?.open, start, random });
			if (stretch === undefined) return undefined;
			const used = spent[stretch] ?? 0;
			index = first + stretch * STRETCH + used;
			spent[stretch] = used + 1;
			return { spent: spentText(spent), open: { start, stretch } };
		});
		if (after === undefined || index === undefined) continue;
		memory.witness.remember(jti, { spent: after.spent });
		return ok({ delegation, index });
	}
	return err({ code: "indices_exhausted", retryable: false });
}

/** What the authority has seen of a block; undefined where it has told nothing. */
function seenOf({ seen, highestIndex }: SeenByAuthority, block: OwnDelegation): Spent | undefined {
	if (seen !== undefined) return seen.find(({ jti }) => jti === block.jti);
	if (highestIndex === null || highestIndex < block.first || highestIndex >= block.first + block.count)
		return undefined;
	return { below: highestIndex + 1, spent: "" };
}

/** Indices still free over all delegations that are in force or will be. */
export async function indicesLeft(
	delegations: readonly OwnDelegation[],
	{ now, store, witness, seen }: IndexMemory & { readonly now: NumericDate },
): Promise<number> {
	let left = 0;
	for (const delegation of delegations) {
		if (!inForce(delegation, now) && delegation.nbf <= now) continue;
		const { jti } = delegation;
		const spent = spentOf(delegation, [await store.read(jti), witness.read(jti), seenOf(seen, delegation)]);
		left += leftOf(delegation, spent);
	}
	return left;
}

/**
 * The authority has seen an index that this device does not remember giving away: its storage was restored from a
 * backup, or it has a twin. There may be more papers out than the authority has seen, so the rest of that block is given
 * up; the next kit brings another. Answers whether it was so.
 */
export async function giveUpForeseen(delegations: readonly OwnDelegation[], memory: IndexMemory): Promise<boolean> {
	let gaveUp = false;
	for (const delegation of delegations) {
		const seen = seenOf(memory.seen, delegation);
		if (seen === undefined) continue;
		const { jti } = delegation;
		const own = spentOf(delegation, [await memory.store.read(jti), memory.witness.read(jti)]);
		const told = spentOf(delegation, [seen]);
		if (told.every((count, stretch) => count <= (own[stretch] ?? 0))) continue;
		gaveUp = (await giveUpBlock(delegation, memory)) || gaveUp;
	}
	return gaveUp;
}

/**
 * Another life of this device was noticed (spec OL-3): every block that was given before `since` may be in the hands of
 * both. Answers whether there was one that was not spent.
 */
export async function giveUpOlderThan(
	since: NumericDate,
	delegations: readonly OwnDelegation[],
	memory: Pick<IndexMemory, "store" | "witness">,
): Promise<boolean> {
	let gaveUp = false;
	for (const delegation of delegations) {
		if (delegation.nbf < since) gaveUp = (await giveUpBlock(delegation, memory)) || gaveUp;
	}
	return gaveUp;
}

/** Nothing of it is given away any more. Answers whether something was left. */
export async function giveUpBlock(
	delegation: OwnDelegation,
	{ store, witness }: Pick<IndexMemory, "store" | "witness">,
): Promise<boolean> {
	const whole = spentText(spentWhole(delegation));
	let left = 0;
	await store.advance(delegation.jti, (stored) => {
		left = leftOf(delegation, spentOf(delegation, [stored]));
		return left === 0 ? undefined : { spent: whole };
	});
	if (left === 0) return false;
	witness.remember(delegation.jti, { spent: whole });
	return true;
}
