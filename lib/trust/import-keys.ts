/**
 * What the readers of national key lists have in common: entries for the trust list (spec §4 `keys`), and what was
 * left out and why. They promise the shape of an entry, not that its key can be used: the importing service asks the
 * platform.
 */
import type { ListedKey } from "./trust-list";

export type SkipReason =
	/** Not of the shape of such a list's entries. */
	| "entry_malformed"
	/** The key is for another algorithm or curve than the format allows, or no key at all. */
	| "key_unsupported"
	/** A key of a test authority. */
	| "test_key";

export type ImportedKeys = {
	readonly keys: readonly ListedKey[];
	/** `subject`: key id, or place in the file; key lists hold no personal data. */
	readonly skipped: readonly { readonly subject: string; readonly reason: SkipReason }[];
};

/** Undefined for a file that is no such list. */
export type KeyListReader = (file: unknown) => ImportedKeys | undefined;

/** An entry with every optional member undefined but those given. */
export function listedKey(entry: Pick<ListedKey, "use" | "kid" | "spki"> & Partial<ListedKey>): ListedKey {
	const { iss, country, kinds, nbf, exp, name, ...needed } = entry;
	return { ...needed, iss, country, kinds, nbf, exp, name };
}

/** Runs `read` over the entries; what it names a reason for is skipped under `subjectOf`. */
export function collectKeys<Entry>(
	entries: readonly Entry[],
	subjectOf: (entry: Entry, place: number) => string,
	read: (entry: Entry) => ListedKey | SkipReason,
): ImportedKeys {
	const keys: ListedKey[] = [];
	const skipped: { subject: string; reason: SkipReason }[] = [];
	for (const [place, entry] of entries.entries()) {
		const key = read(entry);
		if (typeof key === "string") skipped.push({ subject: subjectOf(entry, place), reason: key });
		else keys.push(key);
	}
	return { keys, skipped };
}
