/**
 * What was signed last, from both places that keep it: the database, and the published file, which knows more after the
 * database was restored. What either says stays said (spec TL-2).
 */
import "server-only";
import type { Publication } from "@/generated/prisma/client";
import { denialName, removalName, statusName } from "@/lib/trust/shrink";
import type { Denial, Removal, TrustList } from "@/lib/trust/trust-list";
import type { ServerContext } from "../context/server-context";
import type { Transaction } from "../db/database";
import { isOurs, readPublishedList, readSignedList } from "./read-published-list";
import { TRUST_PATHS } from "./trust-files";

export type LastLists = {
	/** As the database has it. */
	readonly row: Publication | null;
	/** Newest first. */
	readonly lists: readonly TrustList[];
	/** Those of them that bind a verifier under the keyset in use (TL-1). */
	readonly binding: readonly TrustList[];
	/** The published list is newer than the database's: that one was restored, or somebody signed without it. */
	readonly diskIsAhead: boolean;
};

export async function readLastLists({ settings, keys }: ServerContext, tx: Transaction): Promise<LastLists> {
	const row = await tx.publication.findUnique({ where: { name: TRUST_PATHS.list } });
	const stored = row === null ? undefined : readSignedList(row.document);
	const published = await readPublishedList(settings.dataDir);
	const other = published && published.document !== stored?.document && (await isOurs(published.document, keys));
	const onDisk = other ? published.list : undefined;
	const storedBinds = stored !== undefined && (await isOurs(stored.document, keys));
	const newestFirst = (lists: readonly (TrustList | undefined)[]) =>
		lists.filter((list) => list !== undefined).sort((a, b) => b.seq - a.seq);
	return {
		row,
		lists: newestFirst([stored?.list, onDisk]),
		binding: newestFirst([storedBinds ? stored.list : undefined, onDisk]),
		diskIsAhead: onDisk !== undefined && onDisk.seq > (stored?.list.seq ?? -1),
	};
}

type Carried = Pick<TrustList, "denied" | "status" | "removed">;

/** All denials that were published and not taken back, by a later list or by `removed`. */
export function carriedDenials(lists: readonly Carried[], removed: readonly Removal[]): readonly Denial[] {
	return carry(lists, removed, ({ denied }) => denied.map((denial) => [denialName(denial), denial] as const));
}

export function carriedStatus(lists: readonly Carried[], removed: readonly Removal[]): TrustList["status"] {
	return [...carry(lists, removed, ({ status }) => status.map((each) => [statusName(each.id), each] as const))];
}

function carry<Entry>(
	lists: readonly Carried[],
	removed: readonly Removal[],
	entriesOf: (list: Carried) => readonly (readonly [name: string, entry: Entry])[],
): readonly Entry[] {
	const gone = new Set(removed.map(removalName));
	const kept = new Map<string, Entry>();
	for (const list of lists) {
		for (const [name, entry] of entriesOf(list)) if (!gone.has(name) && !kept.has(name)) kept.set(name, entry);
		// What this list took back, an older one does not bring again.
		for (const removal of list.removed) gone.add(removalName(removal));
	}
	return [...kept.values()];
}
