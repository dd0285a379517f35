import "client-only";
import type { Table } from "dexie";
import { isDue } from "@/lib/outbox/backoff";
import { nextEntry, type OutboxEntry, type WaitingEntry } from "@/lib/outbox/outbox";
import type { OutboxStore } from "@/lib/outbox/outbox-store";
import type { RelaisDatabase } from "../store/database";

/** What a row holds beside its entry, and what of it travels with the entry. */
type RowCodec<Extra, Payload> = {
	readonly make: (payload: Payload) => Extra;
	readonly payloadOf: (extra: Extra) => Payload | null;
	/** The row's own members. */
	readonly extraOf: (row: OutboxEntry & Extra) => Extra;
};

/**
 * The outbox contract on a table of IndexedDB. Transactions have strict durability (database.ts): a resolved promise means
 * on disk. A full disk rejects; nothing is swallowed here.
 */
export function entryStore<Extra extends object, Payload>(
	db: RelaisDatabase,
	table: Table<OutboxEntry & Extra, string>,
	{ make, payloadOf, extraOf }: RowCodec<Extra, Payload>,
): OutboxStore<Payload> {
	const entryOf = (row: OutboxEntry & Extra): OutboxEntry => {
		const extra = extraOf(row);
		return Object.fromEntries(Object.entries(row).filter(([name]) => !(name in extra))) as OutboxEntry;
	};
	const waiting = async () => {
		const rows = await table.where("state").equals("waiting").toArray();
		return rows.map(entryOf).filter((entry) => entry.state === "waiting");
	};
	return {
		add: (entry, payload) =>
			db.transaction("rw", table, async () => {
				if ((await table.get(entry.key)) !== undefined) return "present";
				await table.add({ ...entry, ...make(payload) });
				return "added";
			}),
		async get(key) {
			const row = await table.get(key);
			return row === undefined ? undefined : { entry: entryOf(row), payload: payloadOf(extraOf(row)) };
		},
		apply: (key, event) =>
			db.transaction("rw", table, async () => {
				const row = await table.get(key);
				if (row === undefined) return undefined;
				const before = entryOf(row);
				const after = nextEntry(before, event);
				// What is kept beside an entry may depend on its new state.
				const extra = extraOf({ ...row, ...after } as OutboxEntry & Extra);
				if (after !== before) await table.put({ ...after, ...extra });
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
			return table.where("state").equals("sending").primaryKeys();
		},
	};
}

function oldestFirst(a: WaitingEntry, b: WaitingEntry): number {
	return a.queuedAt - b.queuedAt || (a.key < b.key ? -1 : 1);
}
