import "client-only";
import type { Table } from "dexie";
import type { OutboxEntry } from "@/lib/outbox/outbox";
import type { OutboxStore } from "@/lib/outbox/outbox-store";
import { database, type RelaisDatabase } from "../store/database";
import type { OutboxRow } from "../store/rows";
import type { SealedAct } from "../store/sealed";
import { entryStore } from "./entry-store";
import { isUnanswered, keptEnvelope } from "./envelope";

/** What travels with an entry: its attestation's `<jti>.<s>`, the sealed record, and the record for the portal alone. */
export type OutboxPayload = { readonly index: string; readonly sealed: SealedAct; readonly envelope?: string };

type OutboxExtra = Pick<OutboxRow, "index" | "sealed" | "trimmed" | "fate" | "shown" | "envelope">;

/** The attestations of a counter. What is for the portal alone goes once that has answered. */
export function indexedDbOutboxStore(db: RelaisDatabase = database()): OutboxStore<OutboxPayload> {
	return entryStore<OutboxExtra, OutboxPayload>(db, db.outbox as unknown as Table<OutboxEntry & OutboxExtra, string>, {
		make: (payload) => ({ ...payload, trimmed: false, fate: null }),
		payloadOf: ({ index, sealed, envelope }) => (sealed === null ? null : { index, sealed, ...keptEnvelope(envelope) }),
		extraOf: ({ index, sealed, trimmed, fate, shown, envelope, state }) => ({
			...{ index, sealed, trimmed },
			...(fate === undefined ? {} : { fate }),
			...(shown === undefined ? {} : { shown }),
			...(isUnanswered(state) ? keptEnvelope(envelope) : {}),
		}),
	});
}
