/**
 * Where the next free index of a delegation is remembered. Two stores keep this contract
 * (tests/contracts/index-store.ts): memory, for simulations, and IndexedDB.
 */
export interface IndexStore {
	/** Undefined when nothing was remembered for this delegation. */
	next(jti: string): Promise<number | undefined>;
	/**
	 * Reads, decides and writes in one step; `decide` answers undefined where everything stays as it is. Answers what
	 * was decided: durable when the promise resolves. Rejects when it cannot be written.
	 */
	advance(jti: string, decide: (next: number | undefined) => number | undefined): Promise<number | undefined>;
}

/**
 * A second memory of the same, kept apart from the first so that one of them survives the loss of the other. It need
 * not be atomic: it is written after the store, and the higher of the two counts.
 */
export interface IndexWitness {
	/** Undefined when it knows nothing of this delegation. */
	next(jti: string): number | undefined;
	/** Throws when it cannot be written. */
	remember(jti: string, next: number): void;
}
