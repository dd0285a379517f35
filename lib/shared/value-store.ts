/**
 * One small value that outlives the page: the state of the link, what is known about the clock. Two stores keep this
 * contract (tests/contracts/value-store.ts): memory, for simulations, and IndexedDB.
 */
export interface ValueStore<Value> {
	/** Undefined when nothing was stored, or when what is stored has not this shape (another version of the app). */
	read(): Promise<Value | undefined>;
	/**
	 * Reads, decides and writes in one step, and answers what is then stored: durable when the promise resolves. Nothing
	 * is written when `next` answers the very value that it was given.
	 */
	change(next: (before: Value | undefined) => Value): Promise<Value>;
}
