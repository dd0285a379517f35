import "client-only";
import type { CheckinEvent, Direction, OverrideReason, Passage } from "@/lib/checkin/checkin-event";
import type { CheckinStore, Post } from "@/lib/checkin/checkin-store";
import type { CheckedPass } from "@/lib/checkin/decide-passage";
import * as steps from "@/lib/checkin/record-passage";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import { database, type RelaisDatabase } from "../store/database";
import { survive } from "../store/stand-in";
import { type StorageFailure, storageFailure } from "../store/storage-failure";
import { indexedDbCheckinStore } from "./checkin-store";
import { eventSalts, pseudonymOf } from "./event-salt";

/**
 * What a door records, on this device: the steps of lib/checkin/record-passage.ts with the salts and the store of this
 * browser. A disk that refuses is an answer.
 */

export type Checked = CheckedPass & Pick<steps.Presented, "direction" | "again">;

type At = { readonly now: NumericDate; readonly db?: RelaisDatabase };

/** Asks lib/checkin about a passage and records it. */
export function recordPassage(
	gate: steps.Gate,
	checked: Checked,
	{ now, db = database() }: At,
): Promise<Result<steps.Recorded, StorageFailure>> {
	return orStorageFailure(async () => {
		const [first, ...others] = await eventSalts(gate, { now, db });
		const nameUnder = async ({ id: salt, key }: typeof first): Promise<steps.PassName> => {
			const { passId, codePassId } = checked;
			const [pseudonym, alias] = await Promise.all([passId, codePassId].map((id) => id && pseudonymOf(id, key)));
			return { salt, pseudonym: pseudonym ?? "", alias };
		};
		const names = [await nameUnder(first), ...(await Promise.all(others.map(nameUnder)))] as const;
		return steps.recordPassage(storeOn(db), { gate, presented: { ...checked, names } }, recording(now));
	});
}

/** Takes a passage back by a second event. Doing it twice is doing it once. */
export function undoPassage(passage: Passage, { now, db }: At): Promise<Result<Passage, StorageFailure>> {
	return orStorageFailure(() => steps.undoPassage(storeOn(db), passage, recording(now)));
}

/** One more inside, or one fewer, without a scan. */
export function correctCount(
	gate: Pick<steps.Gate, "assignment" | "gate">,
	direction: Direction,
	{ now, db }: At,
): Promise<Result<CheckinEvent, StorageFailure>> {
	return orStorageFailure(() => steps.correctCount(storeOn(db), { ...gate, direction }, recording(now)));
}

/** The supervisor's word: people come in here though the event is full. */
export function recordOverride(
	gate: Pick<steps.Gate, "assignment" | "gate">,
	reason: OverrideReason,
	{ now, db }: At,
): Promise<Result<CheckinEvent, StorageFailure>> {
	return orStorageFailure(() => steps.recordOverride(storeOn(db), { ...gate, reason }, recording(now)));
}

/**
 * Takes over events of other gates of an assignment, durably, any number of times. `from`: the posts that the sender
 * spoke for, each with the moment of this run until which everything of it is now here; a post of which
 * something is still missing is left out.
 */
export async function mergeEvents(
	events: readonly CheckinEvent[],
	{
		assignment,
		from,
		db,
	}: { readonly assignment: string; readonly from: readonly Post[]; readonly db?: RelaisDatabase },
): Promise<void> {
	await survive(() => storeOn(db).merge(assignment, { events, posts: from }));
}

function storeOn(db: RelaisDatabase = database()): CheckinStore {
	return indexedDbCheckinStore(db);
}

function recording(now: NumericDate): steps.Recording {
	return { id: crypto.randomUUID(), now };
}

/** A refused write is an answer, everything else a bug. */
async function orStorageFailure<Value>(work: () => Promise<Value>): Promise<Result<Value, StorageFailure>> {
	try {
		return ok(await work());
	} catch (error) {
		const failure = storageFailure(error);
		if (failure === undefined) throw error;
		return err(failure);
	}
}
