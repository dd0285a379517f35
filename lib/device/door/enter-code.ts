import "client-only";
import { rememberAcceptedCode } from "@/lib/checkcode/accepted-codes";
import { checkCode, type TypedCode } from "@/lib/checkcode/check-code";
import type { VerifierCodeKeys } from "@/lib/checkcode/derive-keys";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type CodeContext, type CodeVerdict, codeObstacle, verifyCode } from "@/lib/verify/verify-code";
import { underEntryLock } from "../identity/entry-lock-store";
import { database, type RelaisDatabase } from "../store/database";
import { indexedDbAcceptedCodeStore } from "./accepted-code-store";
import { readCodeList } from "./read-code-list";

/** The verdict, or that code entry is locked (CC-6). */
export type CodeEntry = CodeVerdict | { readonly outcome: "locked"; readonly until: NumericDate };

export type CodeEntryContext = CodeContext & { readonly keys: VerifierCodeKeys; readonly db?: RelaisDatabase };

/**
 * Has lib/verify judge a typed code with what this device has: its keys and the day's list. Counts rejections under
 * the lock (CC-6) and remembers the hash of an accepted code (CC-8). Decides nothing and asks nobody.
 */
export async function enterCode(typed: TypedCode, context: CodeEntryContext): Promise<CodeEntry> {
	const { keys, trust, now, db = database() } = context;
	const obstacle = codeObstacle(context);
	if (obstacle !== undefined) return { outcome: "indeterminate", format: "code", reason: obstacle };
	const checked = await underEntryLock(() => checkCode(keys, typed, now), { now, db });
	if (checked.outcome === "locked") return checked;
	const list = checked.outcome === "accepted" ? await readCodeList(checked.day, trust, db) : undefined;
	const verdict = verifyCode(checked, { ...context, list });
	if (verdict.outcome === "accepted") {
		await rememberAcceptedCode({ hash: verdict.hash, day: verdict.day, now }, indexedDbAcceptedCodeStore(db));
	}
	return verdict;
}
