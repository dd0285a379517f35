import type { BlockMemory, Spent } from "./index-stretch";

/**
 * Where it is remembered what is spent of a delegation's block. Two stores keep this contract
 * (tests/contracts/index-store.ts): memory, for simulations, and IndexedDB.
 */
export interface IndexStore {
	/** Undefined when nothing was remembered for this delegation. */
	read(jti: string): Promise<BlockMemory | undefined>;
	/**
	 * Reads, decides and writes in one step; `decide` answers undefined where everything stays as it is. Answers what
	 * was decided: durable when the promise resolves. Rejects when it cannot be written.
	 */
	advance(
		jti: string,
		decide: (before: BlockMemory | undefined) => BlockMemory | undefined,
	): Promise<BlockMemory | undefined>;
}

/**
 * A second memory of the same, kept apart from the first so that one of them survives the loss of the other. It need
 * not be atomic: it is written after the store, and of each stretch the higher of the two counts.
 */
export interface IndexWitness {
	/** Undefined when it knows nothing of this delegation. */
	read(jti: string): Spent | undefined;
	/** Throws when it cannot be written. */
	remember(jti: string, spent: Spent): void;
}
