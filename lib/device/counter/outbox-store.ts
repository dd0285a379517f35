import "client-only";
import { isDue } from "@/lib/outbox/backoff";
import { nextEntry, type OutboxEntry, type WaitingEntry } from "@/lib/outbox/outbox";
import type { OutboxStore } from "@/lib/outbox/outbox-store";
import { database, type OutboxRow, type RelaisDatabase, type Sealed } from "../store/database";

/** What travels with an entry: its attestation's `<jti>.<s>` and the sealed record (sealed-attestation.ts). */
export type OutboxPayload = { readonly index: string; readonly sealed: Sealed };

/**
 * The outbox contract on IndexedDB. Transactions have strict durability (database.ts): a resolved promise means on
 * disk. A full disk rejects; nothing is swallowed here.
 */
export function indexedDbOutboxStore(db: RelaisDatabase = database()): OutboxStore<OutboxPayload> {
	const waiting = async () => {
		const rows = await db.outbox.where("state").equals("waiting").toArray();
		return rows.map(entryOf).filter((entry) => entry.state === "waiting");
	};
	return {
		add: (entry, payload) =>
			db.transaction("rw", db.outbox, async () => {
				if ((await db.outbox.get(entry.key)) !== undefined) return "present";
				await db.outbox.add({ ...entry, ...payload, trimmed: false, fate: null });
				return "added";
			}),
		async get(key) {
			const row = await db.outbox.get(key);
			if (row === undefined) return undefined;
			const payload = row.sealed === null ? null : { index: row.index, sealed: row.sealed };
			return { entry: entryOf(row), payload };
		},
		apply: (key, event) =>
			db.transaction("rw", db.outbox, async () => {
				const row = await db.outbox.get(key);
				if (row === undefined) return undefined;
				const before = entryOf(row);
				const after = nextEntry(before, event);
				if (after !== before) await db.outbox.put({ ...after, ...besideEntry(row) });
				return after;
			}),
		async due(now, limit) {
			const due = (await waiting()).filter((entry) => isDue(entry.notBefore, now));
			return due.sort(oldestFirst).slice(0, limit);
		},
		async nextDue() {
			const times = (await waiting()).map((entry) => entry.notBefore);
			return times.length === 0 ? undefined : Math.min(...times);
		},
		async sending() {
			return db.outbox.where("state").equals("sending").primaryKeys();
		},
	};
}

function entryOf(row: OutboxRow): OutboxEntry {
	const { index: _index, sealed: _sealed, trimmed: _trimmed, fate: _fate, shown: _shown, ...entry } = row;
	return entry;
}

/** What a row has beside its entry: no event changes it. */
function besideEntry({ index, sealed, trimmed, fate, shown }: OutboxRow) {
	return {
		...{ index, sealed, trimmed },
		...(fate === undefined ? {} : { fate }),
		...(shown === undefined ? {} : { shown }),
	};
}

function oldestFirst(a: WaitingEntry, b: WaitingEntry): number {
	return a.queuedAt - b.queuedAt || (a.key < b.key ? -1 : 1);
}
