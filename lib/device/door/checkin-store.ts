import "client-only";
import { type CheckinEvent, type Direction, isLocalAssignment } from "@/lib/checkin/checkin-event";
import { type CheckedPass, decidePassage, undoOf } from "@/lib/checkin/decide-passage";
import { addEvents, type EventSet, NO_EVENTS } from "@/lib/checkin/event-set";
import { latestPassage } from "@/lib/checkin/tally";
import type { AssignmentKind } from "@/lib/shared/assignment-kind";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import { type CheckinRow, database, type RelaisDatabase } from "../store/database";
import { type StorageFailure, storageFailure } from "../store/storage-failure";
import { destroyEndedSalts, eventSalts, pseudonymOf } from "./event-salt";

/**
 * The passages of this device, durably. A passage is on the disk before `recordPassage` answers (the database commits
 * with strict durability), so a count that was shown survives a restart; it is sent later, once (checkin-runner.ts).
 * What a pass says never reaches this file: it is given the pass's id and keeps its pseudonym only.
 */

/** The post that this device works at. */
export type Gate = {
	/** Assignment id. */
	readonly assignment: string;
	readonly gate: string;
	readonly mode: AssignmentKind;
	readonly ends: NumericDate;
};

export type Presented = CheckedPass & {
	readonly direction: Direction;
	/** Staff were told that the pass is inside already, and decided. */
	readonly again: boolean;
};

export type Recorded =
	| { readonly outcome: "recorded"; readonly event: CheckinEvent; readonly before: CheckinEvent | undefined }
	/** Nothing was recorded. */
	| { readonly outcome: "already_in"; readonly before: CheckinEvent };

type At = { readonly now: NumericDate; readonly db?: RelaisDatabase };

/** Asks lib/checkin about a passage and records it, in one transaction: two tabs cannot both let one pass in as the first. */
export async function recordPassage(
	gate: Gate,
	presented: Presented,
	{ now, db = database() }: At,
): Promise<Result<Recorded, StorageFailure>> {
	return orStorageFailure(async () => {
		const salts = await eventSalts(gate, { now, db });
		const names = await Promise.all(salts.map(({ key }) => pseudonymOf(presented.passId, key)));
		return db.transaction("rw", db.checkins, async (): Promise<Recorded> => {
			const { assignment } = gate;
			const keys = names.map((name) => [assignment, name]);
			const rows = await db.checkins.where("[assignment+event.pseudonym]").anyOf(keys).toArray();
			const known = addEvents(
				NO_EVENTS,
				rows.map((row) => row.event),
			);
			const latest = latestPassage(known, { assignment, pseudonyms: names });
			// Whoever was seen under a salt of before the gates paired goes on under that name: one person, counted once.
			const pseudonym = latest?.pseudonym ?? names[0] ?? "";
			const { direction, again, outcome, format } = presented;
			const decided = decidePassage({ mode: gate.mode, direction, latest, again });
			if (decided.outcome === "already_in") return decided;
			const event: CheckinEvent = {
				id: crypto.randomUUID(),
				assignment,
				gate: gate.gate,
				at: await timeOfNext(db, assignment, now),
				direction: decided.direction,
				outcome,
				format,
				pseudonym,
			};
			await db.checkins.add(rowOf(event));
			return { outcome: "recorded", event, before: decided.before };
		});
	});
}

/** Takes a passage back by a second event. Doing it twice is doing it once. */
export async function undoPassage(
	passage: CheckinEvent,
	{ now, db = database() }: At,
): Promise<Result<CheckinEvent, StorageFailure>> {
	return orStorageFailure(() =>
		db.transaction("rw", db.checkins, async () => {
			const { assignment, pseudonym } = passage;
			const rows = await db.checkins.where("[assignment+event.pseudonym]").equals([assignment, pseudonym]).toArray();
			const done = rows.find((row) => row.event.undoes === passage.id);
			if (done !== undefined) return done.event;
			const event = undoOf(passage, { id: crypto.randomUUID(), at: await timeOfNext(db, assignment, now) });
			await db.checkins.add(rowOf(event));
			return event;
		}),
	);
}

/** A passage of an assignment that only this device knows has nowhere to be sent to. */
function rowOf(event: CheckinEvent): CheckinRow {
	return { id: event.id, assignment: event.assignment, sent: isLocalAssignment(event.assignment) ? 1 : 0, event };
}

/** Now, or the assignment's newest event when the clock was set back: times of one assignment never decrease. */
async function timeOfNext(db: RelaisDatabase, assignment: string, now: NumericDate): Promise<NumericDate> {
	const newest = await db.checkins
		.where("[assignment+event.at]")
		.between([assignment, 0], [assignment, Number.MAX_SAFE_INTEGER])
		.last();
	return Math.max(now, newest?.event.at ?? 0);
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

/** All events of an assignment, for lib/checkin/tally.ts. */
export async function loadEvents(assignment: string, db: RelaisDatabase = database()): Promise<EventSet> {
	const rows = await db.checkins
		.where("[assignment+event.at]")
		.between([assignment, 0], [assignment, Number.MAX_SAFE_INTEGER])
		.toArray();
	return addEvents(
		NO_EVENTS,
		rows.map((row) => row.event),
	);
}

/** Passages that the server does not have yet. */
export async function countUnsent(db: RelaisDatabase = database()): Promise<number> {
	return db.checkins.where("sent").equals(0).count();
}

/** Up to `limit` of them, without those in `offered`. */
export async function nextUnsent(
	limit: number,
	offered: ReadonlySet<string>,
	db: RelaisDatabase = database(),
): Promise<readonly CheckinEvent[]> {
	const rows = await db.checkins
		.where("sent")
		.equals(0)
		.filter((row) => !offered.has(row.id))
		.limit(limit)
		.toArray();
	return rows.map((row) => row.event);
}

export async function markSent(ids: readonly string[], db: RelaisDatabase = database()): Promise<void> {
	await db.checkins.where("id").anyOf(ids).modify({ sent: 1 });
}

/** Ends events that are over: their salts go, and what the server has of them. What it does not have yet stays. */
export async function endOldEvents(now: NumericDate, db: RelaisDatabase = database()): Promise<void> {
	await destroyEndedSalts(now, db);
	const running = new Set(await db.eventSalts.toCollection().primaryKeys());
	await db.checkins
		.where("sent")
		.equals(1)
		.filter((row) => !running.has(row.assignment))
		.delete();
}
