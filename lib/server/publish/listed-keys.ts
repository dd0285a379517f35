/**
 * Keys of the trust list: our own pass signers, and foreign ones from `<data>/trust/listed-keys.json`. A key that was
 * published once stays until `<data>/trust/removed-keys.json` says that it goes, and why: a truncated feed never makes
 * genuine passes unverifiable (spec TL-2).
 */
import "server-only";
import { createPublicKey } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { keyName, reaches, removalName } from "@/lib/trust/shrink";
import { type ListedKey, type TrustList, trustListClaims } from "@/lib/trust/trust-list";
import type { SigningKey } from "../keys/key-store";
import { readDataFile } from "./read-data-file";

const keysFile = trustListClaims.shape.keys;
const removedFile = z.array(
	z.strictObject({ use: z.string(), kid: z.string(), iss: z.string().optional(), reason: z.string(), at: z.int() }),
);
export type RemovedKey = z.infer<typeof removedFile>[number];

/** `removed`: what the file says. */
export type ListedKeys = { readonly keys: readonly ListedKey[]; readonly removed: readonly RemovedKey[] };

export const listedKeysPath = (dataDir: string) => join(dataDir, "trust", "listed-keys.json");
export const removedKeysPath = (dataDir: string) => join(dataDir, "trust", "removed-keys.json");

/** What was imported. Throws when a file is there and is not what it should be. */
async function readImportedKeys(dataDir: string): Promise<ListedKeys> {
	const [keys, removed] = await Promise.all([
		readDataFile(listedKeysPath(dataDir)),
		readDataFile(removedKeysPath(dataDir)),
	]);
	return { keys: keysFile.parse(keys ?? []), removed: removedFile.parse(removed ?? []) };
}

/**
 * `before`: the last lists, newest first. A removed name may have come back with another key: that one is imported. A key
 * that is delivered with an earlier end or fewer kinds stays as it was until its removal is written down, as one that is
 * not delivered does: verifiers would count it as gone.
 */
export async function collectListedKeys(options: {
	readonly dataDir: string;
	readonly own: readonly SigningKey[];
	readonly before: readonly Pick<TrustList, "keys" | "removed">[];
}): Promise<ListedKeys> {
	const { keys: foreign, removed } = await readImportedKeys(options.dataDir);
	const gone = new Set(removed.map(keyName));
	const own = options.own.map(ownPassKey);
	// A foreign list can name our own kid, and lose it again: that removes nothing of ours.
	const kept = new Set([...foreign, ...own].map(identityOf));
	const keys = new Map<string, ListedKey>();
	for (const key of [...keysOf(options.before), ...foreign, ...own]) {
		const known = keys.get(identityOf(key));
		if (known === undefined || reaches(key, known) || gone.has(keyName(key))) keys.set(identityOf(key), key);
	}
	const stays = (key: ListedKey) => kept.has(identityOf(key)) || !gone.has(keyName(key));
	return { keys: [...keys.values()].filter(stays), removed };
}

/** Of the newest list, and of an older one what the newer did not remove. */
function keysOf(lists: readonly Pick<TrustList, "keys" | "removed">[]): readonly ListedKey[] {
	const gone = new Set<string>();
	const keys: ListedKey[] = [];
	for (const list of lists) {
		keys.unshift(...list.keys.filter((key) => !gone.has(keyName(key))));
		for (const removal of list.removed) gone.add(removalName(removal));
	}
	return keys;
}

/** Two keys may share a name (spec K-2). */
function identityOf(key: ListedKey): string {
	return `${keyName(key)}\n${key.spki}`;
}

/** Our DCC signer as verifiers look it up: by the base64 of its eight bytes (spec §4). */
export function ownPassKey({ kid, publicJwk, createdAt }: SigningKey): ListedKey {
	const spki = createPublicKey({ key: { ...publicJwk }, format: "jwk" }).export({ type: "spki", format: "der" });
	const unlimited = { iss: undefined, kinds: undefined, exp: undefined };
	return {
		use: "dcc",
		kid,
		country: "FR",
		spki: spki.toString("base64"),
		nbf: createdAt,
		name: "Relais",
		...unlimited,
	};
}
