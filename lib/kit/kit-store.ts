import type { OwnKit } from "./own-kit";

/**
 * Where a device keeps its kit. Two stores keep this contract (tests/contracts/kit-store.ts): memory, for simulations,
 * and IndexedDB. A change is durable when its promise resolves.
 */
export interface KitStore {
	/** Undefined before the enrolment. */
	load(): Promise<OwnKit | undefined>;
	/**
	 * The key of the request that has no answer yet: the one that is stored, or else `fresh`, which is stored first. One
	 * that another start stored is forgotten: a copy of the device may send it too, and both would be given one block.
	 */
	requestKey(fresh: string, start?: string): Promise<string>;
	/**
	 * The answer to that request: `merge` sees the kit as it is, and in the same step the request is forgotten. What is
	 * then stored; undefined when there is no device any more.
	 */
	renew(merge: <Holder extends OwnKit>(before: Holder) => Holder): Promise<OwnKit | undefined>;
}
