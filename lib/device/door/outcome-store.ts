import "client-only";
import type { Counted, OutcomeCount } from "@/lib/checkin/outcome-counts";
import type { Gate } from "@/lib/checkin/record-passage";
import { DAY, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import { database, type RelaisDatabase } from "../store/database";

/**
 * The numbers of lib/checkin/outcome-counts.ts, durably: what the report of a shift and an inspector's view are made of.
 * They are this device's own and are never sent.
 */

/** A shift's report can be printed for so long after its last verdict. */
const KEPT_FOR = 7 * DAY;

type At = { readonly now: NumericDate; readonly db?: RelaisDatabase };

/** Counts one verdict. */
export async function countOutcome(
	{ assignment, gate }: Pick<Gate, "assignment" | "gate">,
	{ outcome, format, reason }: Counted,
	{ now, db = database() }: At,
): Promise<void> {
	const minute = now - (now % MINUTE);
	const key: OutcomeKey = [assignment, gate, minute, outcome, format, reason];
	await db.transaction("rw", db.outcomes, async () => {
		const before = (await db.outcomes.get(key))?.count ?? 0;
		await db.outcomes.put({ assignment, gate, minute, outcome, format, reason, count: before + 1 });
	});
}

export async function loadOutcomes(assignment: string, db: RelaisDatabase = database()): Promise<OutcomeCount[]> {
	return db.outcomes.where("assignment").equals(assignment).toArray();
}

export async function forgetOldOutcomes({ now, db = database() }: At): Promise<void> {
	await db.outcomes
		.where("minute")
		.below(now - KEPT_FOR)
		.delete();
}

type OutcomeKey = [string, string, number, string, string, string];
