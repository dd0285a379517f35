import "client-only";
import { z } from "zod";
import { afterCode, type EntryLock, lockedFor, OPEN_LOCK } from "@/lib/checkcode/entry-lock";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { database, type RelaisDatabase } from "../store/database";
import { readFact, writeFact } from "../store/facts";

/** The lock of code entry (spec CC-6), kept durably: closing the page does not open it. Others lie under their own names. */
const CODE_LOCK = "code-entry-lock";

type Place = {
	/** Name of the fact. */
	readonly name?: string;
	readonly db?: RelaisDatabase;
};

const storedLock = z.object({ rejectedAt: z.array(z.number()), lockedUntil: z.number(), lastLock: z.number() });
/** An earlier version counted rejections without their times; what it left is absent, and entry starts open. */
const parseLock = (value: unknown): EntryLock | undefined => storedLock.safeParse(value).data;

export async function readEntryLock({ name = CODE_LOCK, db = database() }: Place = {}): Promise<EntryLock> {
	return (await readFact(name, parseLock, db)) ?? OPEN_LOCK;
}

/** Judges a code unless entry is locked, and counts it, in one transaction: a second tab gives no second try. */
export async function underEntryLock<Outcome extends { readonly outcome: Parameters<typeof afterCode>[1] }>(
	judge: () => Outcome,
	{ now, name = CODE_LOCK, db = database() }: Place & { readonly now: NumericDate },
): Promise<Outcome | { readonly outcome: "locked"; readonly until: NumericDate }> {
	return db.transaction("rw", db.facts, async () => {
		const lock = await readEntryLock({ name, db });
		const wait = lockedFor(lock, now);
		if (wait > 0) return { outcome: "locked", until: now + wait } as const;
		const judged = judge();
		const next = afterCode(lock, judged.outcome, now);
		if (next !== lock) await writeFact(name, next, db);
		return judged;
	});
}
