import "client-only";

/**
 * [VA-2] The keys of an unlocked counter, in this page's memory and nowhere else. They cannot be exported. Pages of one
 * browser hand them to each other while one of them is unlocked, and are locked together.
 */
export type HeldKeys = {
	/** Thumbprint of the device that they belong to. */
	readonly thumbprint: string;
	readonly signingKey: CryptoKey;
	readonly storageKey: CryptoKey;
};

/** Who is at an open counter: in this page only. */
export type OnDuty = { readonly id: string; readonly name: string; readonly rpps: string };

/** By name of the database. */
const held = new Map<string, HeldKeys>();
const duties = new Map<string, OnDuty>();
const listeners = new Set<() => void>();

export const heldKeys = (database: string): HeldKeys | undefined => held.get(database);

/** Called whenever a page is unlocked or locked, or somebody else is at it. */
export function followKeys(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

export function holdKeys(database: string, keys: HeldKeys): void {
	held.set(database, keys);
	for (const listener of listeners) listener();
}

export function dropKeys(database: string): void {
	duties.delete(database);
	if (held.delete(database)) for (const listener of listeners) listener();
}

export const onDuty = (database: string): OnDuty | undefined => duties.get(database);

export function takeDuty(database: string, { id, name, rpps }: OnDuty): void {
	duties.set(database, { id, name, rpps });
	for (const listener of listeners) listener();
}

export function endDuty(database: string): void {
	if (duties.delete(database)) for (const listener of listeners) listener();
}
