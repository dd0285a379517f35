/**
 * What a new import makes of the keys that were listed before (spec TL-2). A key that is no longer delivered is not
 * forgotten but removed with a reason, so that verifiers can tell a withdrawal from a truncated feed; and an import
 * that would remove a great part of a list at once is held back, because the feed is the likelier culprit: the French
 * one was cut from 165 keys to 12 on 2021-08-25 and to 18 twice later that year.
 */
import type { NumericDate } from "@/lib/shared/numeric-date";
import { keyName, reaches } from "./shrink";
import type { ListedKey, ListedKeyUse } from "./trust-list";

export type RemovedKey = {
	readonly use: string;
	readonly kid: string;
	readonly iss?: string | undefined;
	readonly reason: string;
	readonly at: NumericDate;
};

export type NextKeys = {
	/** Imported keys, and the ones of uses that were not imported this time. */
	readonly keys: readonly ListedKey[];
	/** Earlier removals that still hold, and the new ones. */
	readonly removed: readonly RemovedKey[];
	readonly changes: Readonly<Partial<Record<ListedKeyUse, KeyChanges>>>;
};

type KeyChanges = {
	readonly before: number;
	readonly now: number;
	readonly added: number;
	/** Listed before and no longer. */
	readonly vanished: number;
	/** More vanished than a feed in order ever loses at once. */
	readonly suspicious: boolean;
};

/** Production lists lose a key or two a day; a quarter of a list at once is a broken feed. */
const SUSPICIOUS_SHARE = 0.25;
const SUSPICIOUS_COUNT = 5;

export type ImportQuestion = {
	readonly before: { readonly keys: readonly ListedKey[]; readonly removed: readonly RemovedKey[] };
	/** By use; a use that is absent was not imported and stays as it is. */
	readonly imported: Readonly<Partial<Record<ListedKeyUse, readonly ListedKey[]>>>;
	readonly now: NumericDate;
	/** Written beside every key that vanished. */
	readonly reason: string;
};

export function nextKeys({ before, imported, now, reason }: ImportQuestion): NextKeys {
	const untouched = before.keys.filter(({ use }) => !Object.hasOwn(imported, use));
	const delivered = uniqueKeys(Object.values(imported).flat());
	const present = new Map([...untouched, ...delivered].map((key) => [keyIdentity(key), key]));
	// One that comes with an earlier end or fewer kinds counts as gone, and has to be named (TL-2).
	const vanished = before.keys.filter((key) => {
		const now = present.get(keyIdentity(key));
		return now === undefined || !reaches(now, key);
	});
	const listedBefore = new Set(before.keys.map(keyName));
	const back = new Set(delivered.map(keyName).filter((name) => !listedBefore.has(name)));
	const removed = new Map(before.removed.filter((key) => !back.has(keyName(key))).map((key) => [keyName(key), key]));
	for (const { use, kid, iss } of vanished) {
		removed.set(keyName({ use, kid, iss }), { use, kid, ...(iss === undefined ? {} : { iss }), reason, at: now });
	}
	const changes = Object.entries(imported).map(([use, keys]) => {
		const old = before.keys.filter((key) => key.use === use);
		return [use, countChanges(old, uniqueKeys(keys))] as const;
	});
	return { keys: [...untouched, ...delivered], removed: [...removed.values()], changes: Object.fromEntries(changes) };
}

/** The same name with another public key is another key, as TL-2 counts them. */
function keyIdentity(key: ListedKey): string {
	return `${keyName(key)}\n${key.spki}`;
}

function countChanges(before: readonly ListedKey[], now: readonly ListedKey[]): KeyChanges {
	const [old, fresh] = [new Set(before.map(keyIdentity)), new Set(now.map(keyIdentity))];
	const vanished = [...old].filter((key) => !fresh.has(key)).length;
	return {
		before: old.size,
		now: fresh.size,
		added: [...fresh].filter((key) => !old.has(key)).length,
		vanished,
		suspicious: vanished > SUSPICIOUS_COUNT && vanished > old.size * SUSPICIOUS_SHARE,
	};
}

/** Two keys may share a name (K-2); the same key twice is one. */
function uniqueKeys(keys: readonly ListedKey[]): readonly ListedKey[] {
	return [...new Map(keys.map((key) => [keyIdentity(key), key])).values()];
}
