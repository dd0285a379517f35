/**
 * `removed` of the trust list (spec TL-2): keys that an import took away, and denials and status lists that the authority
 * takes back, as the data folder says; and what the last lists named, for as long as a device may still hold a list from
 * before.
 */
import "server-only";
import { join } from "node:path";
import { z } from "zod";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { denialName, keyName, removalName, statusName } from "@/lib/trust/shrink";
import type { ListedKey, Removal, TrustList } from "@/lib/trust/trust-list";
import { REMOVAL_KEPT } from "@/lib/trust/update";
import type { RemovedKey } from "./listed-keys";
import { readDataFile } from "./read-data-file";

/** Longer than devices ask for, whose count begins with the list that they hold. */
const KEPT = REMOVAL_KEPT + 30 * DAY;

const why = { reason: z.string(), at: z.int() };
const denied = z.strictObject({
	jti: z.string().optional(),
	sub: z.string().optional(),
	kid: z.string().optional(),
});
const takenBackFile = z.array(
	z.union([z.strictObject({ denied, ...why }), z.strictObject({ status: z.string(), ...why })]),
);

const takenBackPath = (dataDir: string) => join(dataDir, "trust", "taken-back.json");

/** Denials and status lists that are to go, written by hand. Throws when the file is not what it should be. */
export async function readTakenBack(dataDir: string): Promise<z.infer<typeof takenBackFile>> {
	return takenBackFile.parse((await readDataFile(takenBackPath(dataDir))) ?? []);
}

/** What the data files say to remove. */
export type FiledRemoval = z.infer<typeof takenBackFile>[number] | RemovedKey;

/** `keys`: what is listed now; a key that came back is no longer removed, unless a file still says so. */
type RemovalQuestion = {
	readonly lists: readonly TrustList[];
	readonly now: NumericDate;
	readonly keys?: readonly ListedKey[];
};

export function collectRemovals(
	files: readonly FiledRemoval[],
	{ lists, now, keys = [] }: RemovalQuestion,
): readonly Removal[] {
	const removals = new Map<string, Removal>();
	const back = new Set(keys.map(keyName));
	for (const entry of files.map(asRemoval)) back.delete(removalName(entry));
	// Newest first: a name is dated by the list that named it last.
	for (const entry of lists.flatMap(({ removed }) => removed)) {
		const name = removalName(entry);
		if (!removals.has(name) && !back.has(name) && timeOf(entry, now) > now - KEPT) removals.set(name, entry);
	}
	const listed = new Set(lists.flatMap(namesIn));
	for (const filed of files) {
		const entry = asRemoval(filed);
		const name = removalName(entry);
		const carried = removals.get(name);
		const at = Math.min(filed.at, now);
		if (carried) removals.set(name, { ...entry, at: Math.max(at, timeOf(carried, now)) });
		// It takes effect now, however long ago somebody wrote it down.
		else if (listed.has(name)) removals.set(name, { ...entry, at: now });
		else if (at > now - KEPT) removals.set(name, { ...entry, at });
	}
	return [...removals.values()];
}

function asRemoval(filed: FiledRemoval): Removal {
	if ("status" in filed) return filed;
	if (!("denied" in filed)) return { ...filed, iss: filed.iss };
	const { jti, sub, kid } = filed.denied;
	return { ...filed, denied: { jti, sub, kid } };
}

function timeOf({ at }: Removal, now: NumericDate): NumericDate {
	return typeof at === "number" ? at : now;
}

function namesIn({ keys, denied, status }: TrustList): readonly string[] {
	return [...keys.map(keyName), ...denied.map(denialName), ...status.map(({ id }) => statusName(id))];
}
