import "client-only";
import { lockedFor } from "@/lib/checkcode/entry-lock";
import { database, type RelaisDatabase } from "../store/database";
import { readEntryLock, underEntryLock } from "./entry-lock-store";
import { runningTime } from "./running-time";

/**
 * [DP-2] Tries of something that must not be guessed: five wrong ones within an hour close it for 60 s, doubling to an
 * hour, in the app's running time. Each lock lies under a name of its own.
 */
export type TryOutcome =
	| { readonly outcome: "right" }
	| { readonly outcome: "wrong" }
	/** `seconds`: until the next try, of running time. */
	| { readonly outcome: "locked"; readonly seconds: number };

/** Seconds until the next try, 0 when it may be now. */
export async function tryWait(name: string, db: RelaisDatabase = database()): Promise<number> {
	return lockedFor(await readEntryLock({ name, db }), Math.floor(await runningTime(db)));
}

/** Judges, unless it is locked, and counts a wrong one. While locked nothing is judged. */
export async function tryUnderLock(
	name: string,
	judge: () => Promise<boolean>,
	db: RelaisDatabase = database(),
): Promise<TryOutcome> {
	const wait = await tryWait(name, db);
	if (wait > 0) return { outcome: "locked", seconds: wait };
	const right = await judge();
	const now = Math.floor(await runningTime(db));
	const judged = await underEntryLock(() => ({ outcome: right ? "accepted" : "rejected" }) as const, { name, now, db });
	if (judged.outcome === "locked") return { outcome: "locked", seconds: judged.until - now };
	return { outcome: judged.outcome === "accepted" ? "right" : "wrong" };
}
