"use client";

import { useSyncExternalStore } from "react";

/**
 * A choice of this browser that the first paint needs: kept beside the database, in what can be read at once. Where
 * storage is refused (private modes) it lasts until the page is left.
 */
export type StoredChoice<Value extends string> = {
	readonly fallback: Value;
	readonly read: () => Value;
	readonly choose: (value: Value) => void;
	readonly subscribe: (listener: () => void) => () => void;
};

export function storedChoice<Value extends string>(
	key: string,
	{ values, fallback }: { readonly values: readonly Value[]; readonly fallback: Value },
): StoredChoice<Value> {
	const changed = `${key}:changed`;
	let chosen: Value | undefined;
	return {
		fallback,
		read: () => {
			try {
				const stored = globalThis.localStorage.getItem(key);
				const known = values.find((value) => value === stored);
				if (known !== undefined) return known;
			} catch {
				// Storage refused: the choice of this page.
			}
			return chosen ?? fallback;
		},
		choose: (value) => {
			chosen = value;
			try {
				globalThis.localStorage.setItem(key, value);
			} catch {
				// As above.
			}
			globalThis.dispatchEvent(new Event(changed));
		},
		subscribe: (listener) => {
			globalThis.addEventListener("storage", listener);
			globalThis.addEventListener(changed, listener);
			return () => {
				globalThis.removeEventListener("storage", listener);
				globalThis.removeEventListener(changed, listener);
			};
		},
	};
}

/** The choice of now; pages are rendered with the fallback until they run. */
export function useStoredChoice<Value extends string>(choice: StoredChoice<Value>): Value {
	return useSyncExternalStore(choice.subscribe, choice.read, () => choice.fallback);
}
