import "client-only";
import type { Table } from "dexie";
import type { OutboxEntry } from "@/lib/outbox/outbox";
import type { OutboxStore } from "@/lib/outbox/outbox-store";
import { database, type OutboxRow, type RelaisDatabase, type Sealed } from "../store/database";
import { entryStore } from "./entry-store";

/** What travels with an entry: its attestation's `<jti>.<s>` and the sealed record (sealed-attestation.ts). */
export type OutboxPayload = { readonly index: string; readonly sealed: Sealed };

type OutboxExtra = Pick<OutboxRow, "index" | "sealed" | "trimmed" | "fate" | "shown">;

/** The attestations of a counter. */
export function indexedDbOutboxStore(db: RelaisDatabase = database()): OutboxStore<OutboxPayload> {
	return entryStore<OutboxExtra, OutboxPayload>(db, db.outbox as unknown as Table<OutboxEntry & OutboxExtra, string>, {
		make: (payload) => ({ ...payload, trimmed: false, fate: null }),
		payloadOf: ({ index, sealed }) => (sealed === null ? null : { index, sealed }),
		extraOf: ({ index, sealed, trimmed, fate, shown }) => ({
			...{ index, sealed, trimmed },
			...(fate === undefined ? {} : { fate }),
			...(shown === undefined ? {} : { shown }),
		}),
	});
}
