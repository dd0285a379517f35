import "client-only";
import type { Table } from "dexie";
import { type OutboxEntry, queuedEntry } from "@/lib/outbox/outbox";
import type { OutboxStore } from "@/lib/outbox/outbox-store";
import type { CarriedEntry, Queue } from "@/lib/outbox/queue-file";
import { database, type RelaisDatabase } from "../../store/database";
import type { CarriedRow } from "../../store/rows";
import { entryStore } from "../entry-store";
import { isUnanswered, keptEnvelope } from "../envelope";

/** Acts of another workstation of the pharmacy, on their way to the authority from here (spec QM-2). Nobody reads them here. */

export type CarriedPayload = { readonly device: string; readonly envelope?: string };

type CarriedExtra = Pick<CarriedRow, "device" | "envelope">;
export type CarriedTable = "carriedRecords" | "carriedResults";

export function indexedDbCarriedStore(
	name: CarriedTable,
	db: RelaisDatabase = database(),
): OutboxStore<CarriedPayload> {
	return entryStore<CarriedExtra, CarriedPayload>(
		db,
		db[name] as unknown as Table<OutboxEntry & CarriedExtra, string>,
		{
			make: (payload) => payload,
			payloadOf: ({ device, envelope }) => ({ device, ...keptEnvelope(envelope) }),
			extraOf: ({ device, envelope, state }) => ({
				device,
				...(isUnanswered(state) ? keptEnvelope(envelope) : {}),
			}),
		},
	);
}

export type TakenQueue =
	/** `known`: taken over before, or this device's own. */
	| { readonly outcome: "taken"; readonly added: number; readonly known: number }
	| { readonly outcome: "other_pharmacy" };

/** Once, however often the file is chosen; the same act in two files is one. On the disk when it resolves. */
export async function takeQueue(
	queue: Queue,
	{ pharmacy, db = database() }: { readonly pharmacy: string; readonly db?: RelaisDatabase },
): Promise<TakenQueue> {
	if (queue.pharmacy !== pharmacy) return { outcome: "other_pharmacy" };
	let added = 0;
	const take = async (
		name: CarriedTable,
		own: RelaisDatabase["outbox"] | RelaisDatabase["positives"],
		entries: readonly CarriedEntry[],
	) => {
		const store = indexedDbCarriedStore(name, db);
		for (const { key, queuedAt, envelope } of entries) {
			if ((await own.where("key").equals(key).count()) > 0) continue;
			const payload = { device: queue.device, envelope };
			if ((await store.add(queuedEntry(key, queuedAt), payload)) === "added") added++;
		}
	};
	const { outbox, positives, carriedRecords, carriedResults } = db;
	await db.transaction("rw", [outbox, positives, carriedRecords, carriedResults], async () => {
		await take("carriedRecords", outbox, queue.records);
		await take("carriedResults", positives, queue.results);
	});
	return { outcome: "taken", added, known: queue.records.length + queue.results.length - added };
}

export type CarriedCounts = { readonly waiting: number; readonly registered: number; readonly refused: number };

/** How far the acts of each device are, by its id. */
export async function countCarried(db: RelaisDatabase = database()): Promise<ReadonlyMap<string, CarriedCounts>> {
	const counts = new Map<string, CarriedCounts>();
	for (const { device, state } of [...(await db.carriedRecords.toArray()), ...(await db.carriedResults.toArray())]) {
		const before = counts.get(device) ?? { waiting: 0, registered: 0, refused: 0 };
		const name = state === "sending" ? "waiting" : state;
		counts.set(device, { ...before, [name]: before[name] + 1 });
	}
	return counts;
}
