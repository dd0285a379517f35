/**
 * Keys of the trust list: our own pass signers, and foreign ones from `<data>/trust/listed-keys.json`. A key that was
 * published once stays until `<data>/trust/removed-keys.json` says that it goes, and why: a truncated feed never makes
 * genuine passes unverifiable (spec TL-2).
 */
import "server-only";
import { createPublicKey } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { type ListedKey, trustListClaims } from "@/lib/trust/trust-list";
import type { SigningKey } from "../keys/key-store";
import { readDataFile } from "./read-data-file";

const keysFile = trustListClaims.shape.keys;
const removedFile = z.array(
	z.strictObject({ use: z.string(), kid: z.string(), iss: z.string().optional(), reason: z.string(), at: z.int() }),
);
type RemovedKey = z.infer<typeof removedFile>[number];

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

/** `before`: what the last list carried. A removed name may have come back with another key: that one is imported. */
export async function collectListedKeys(options: {
	readonly dataDir: string;
	readonly own: readonly SigningKey[];
	readonly before: readonly ListedKey[];
}): Promise<ListedKeys> {
	const { keys: foreign, removed } = await readImportedKeys(options.dataDir);
	const gone = new Set(removed.map(nameOf));
	const own = options.own.map(ownPassKey);
	// A foreign list can name our own kid, and lose it again: that removes nothing of ours.
	const kept = new Set([...foreign, ...own].map(identityOf));
	const keys = new Map<string, ListedKey>();
	for (const key of [...options.before, ...foreign, ...own]) keys.set(identityOf(key), key);
	const stays = (key: ListedKey) => kept.has(identityOf(key)) || !gone.has(nameOf(key));
	return { keys: [...keys.values()].filter(stays), removed };
}

function nameOf({ use, kid, iss }: { use: string; kid: string; iss?: string | undefined }): string {
	return `${use}\n${iss ?? ""}\n${kid}`;
}

/** Two keys may share a name (spec K-2). */
function identityOf(key: ListedKey): string {
	return `${nameOf(key)}\n${key.spki}`;
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
