import "client-only";
import type { CheckinStore, Known, Post } from "@/lib/checkin/checkin-store";
import { addEvents, type EventSet, NO_EVENTS, precedes } from "@/lib/checkin/event-set";
import { newerPost, postIn } from "@/lib/checkin/merge-heard";
import { isToBeSent } from "@/lib/checkin/record-passage";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { database, type RelaisDatabase } from "../store/database";
import type { CheckinRow } from "../store/rows";
import { runClockHere } from "../trust/clock";
import { destroyEndedSalts } from "./event-salt";
import { readGate } from "./gate-choice";

/**
 * The contract of a check-in store on IndexedDB. An event is on the disk before it is answered for (the database commits
 * with strict durability), so a count that was shown survives a restart. No pass id and nothing that a pass says
 * reaches this file: it is given pseudonyms.
 */
export function indexedDbCheckinStore(db: RelaisDatabase = database(), run = runClockHere().run): CheckinStore {
	return {
		events: async (assignment) => setOf(await rowsOf(db, assignment).toArray()),
		count: (assignment) => rowsOf(db, assignment).count(),
		ownIds: async (assignment) => {
			const rows = await rowsOf(db, assignment)
				.filter(({ own }) => own === 1)
				.toArray();
			return rows.map(({ id }) => id);
		},
		record: (assignment, names, decide) =>
			db.transaction("rw", db.checkins, async () => {
				const { event, answer } = decide(await knownOf(db, assignment, names));
				if (event !== undefined) {
					await db.checkins.add({ id: event.id, assignment, own: 1, sent: isToBeSent(event) ? 0 : 1, event });
				}
				return answer;
			}),
		merge: (assignment, { events, posts, atPortal }) =>
			db.transaction("rw", db.checkins, db.posts, async () => {
				const ofThis = events.filter((event) => event.assignment === assignment);
				const known = await db.checkins.bulkGet(ofThis.map(({ id }) => id));
				const rows = ofThis.flatMap((event, i): CheckinRow[] => {
					const row = known[i];
					const sent = atPortal || !isToBeSent(event) || row?.sent === 1 ? 1 : 0;
					if (row === undefined) return [{ id: event.id, assignment, own: 0, sent, event }];
					const isNew = precedes(event, row.event);
					return isNew || sent !== row.sent ? [{ ...row, sent, event: isNew ? event : row.event }] : [];
				});
				await db.checkins.bulkPut(rows);
				await putPosts(db, { assignment, posts, run });
			}),
		posts: async (assignment) => {
			const rows = await db.posts.where("assignment").equals(assignment).toArray();
			return rows.map((row) => postIn(run, row));
		},
		unsent: async (limit, offered) => {
			const rows = await db.checkins
				.where("sent")
				.equals(0)
				.filter((row) => !offered.has(row.id))
				.limit(limit)
				.toArray();
			return rows.map((row) => row.event);
		},
		settle: async ({ stored, refused }) => {
			await db.transaction("rw", db.checkins, async () => {
				await db.checkins.where("id").anyOf(stored).modify({ sent: 1 });
				for (const { id, reason } of refused) await db.checkins.update(id, { sent: 1, refused: reason });
			});
		},
		endAllBut: async (running) => {
			await db.checkins
				.where("sent")
				.equals(1)
				.filter((row) => !running.has(row.assignment))
				.delete();
			await db.posts.filter((row) => !running.has(row.assignment)).delete();
		},
	};
}

async function knownOf(db: RelaisDatabase, assignment: string, names: readonly string[]): Promise<Known> {
	const keys = names.map((name) => [assignment, name]);
	const [byName, byAlias, newest] = await Promise.all([
		db.checkins.where("[assignment+event.pseudonym]").anyOf(keys).toArray(),
		db.checkins.where("[assignment+event.alias]").anyOf(keys).toArray(),
		rowsOf(db, assignment).last(),
	]);
	return { events: setOf([...byName, ...byAlias]), newest: newest?.event.at ?? 0 };
}

/** In the order of their times. */
function rowsOf(db: RelaisDatabase, assignment: string) {
	return db.checkins
		.where("[assignment+event.at]")
		.between([assignment, 0], [assignment, Number.MAX_SAFE_INTEGER], true, true);
}

async function putPosts(
	db: RelaisDatabase,
	{ assignment, posts, run }: { readonly assignment: string; readonly posts: readonly Post[]; readonly run: string },
): Promise<void> {
	for (const post of posts) {
		const row = await db.posts.get([assignment, post.post]);
		await db.posts.put({ assignment, ...newerPost(row, post, run) });
	}
}

function setOf(rows: readonly CheckinRow[]): EventSet {
	return addEvents(
		NO_EVENTS,
		rows.map((row) => row.event),
	);
}

/** Of this device's own events those that the server has not answered for yet. */
export async function countUnsent(db: RelaisDatabase = database()): Promise<number> {
	return db.checkins
		.where("sent")
		.equals(0)
		.filter(({ own }) => own === 1)
		.count();
}

/** Ends events that are over: their salts go, and what the server has of them. What it does not have yet stays. */
export async function endOldEvents(now: NumericDate, db: RelaisDatabase = database()): Promise<void> {
	await destroyEndedSalts(now, db);
	const running = new Set(await db.eventSalts.toCollection().primaryKeys());
	// A post at which nobody has passed yet has no salt, and has heard of the others all the same.
	const gate = await readGate(now, db);
	if (gate.state === "chosen") running.add(gate.gate.assignment);
	await indexedDbCheckinStore(db).endAllBut(running);
}
