import "client-only";
import type { EntityTable } from "dexie";
import type { PositiveInput } from "@/lib/protocol/positives";
import type { RecordInput } from "@/lib/protocol/records";
import type { UnlockedDevice } from "../identity/stored-device";
import { database, type RelaisDatabase } from "../store/database";
import type { OutboxRow, PositiveRow } from "../store/rows";
import { envelopeOf } from "./envelope";
import { openPositive } from "./positive-store";
import { openAttestation } from "./sealed-attestation";

/** Rows in one round: the rest has its turn at the next. */
const AT_ONCE = 100;

/** [VA-5] What was issued before the kit named a key to encrypt to, or for a key that the portal lost, gets its envelope. */
export async function addEnvelopes(
	{ storageKey, recordKey }: Pick<UnlockedDevice, "storageKey" | "recordKey">,
	db: RelaisDatabase = database(),
): Promise<void> {
	await addTo(db.outbox, recordKey, async ({ key, sealed }) =>
		sealed === null ? undefined : ((await openAttestation(storageKey, key, sealed))?.record ?? undefined),
	);
}

/** The same of positive results. */
export async function addPositiveEnvelopes(
	{ storageKey, recordKey }: Pick<UnlockedDevice, "storageKey" | "recordKey">,
	db: RelaisDatabase = database(),
): Promise<void> {
	await addTo(db.positives, recordKey, async ({ key, sealed }) =>
		sealed === null ? undefined : openPositive(storageKey, key, sealed),
	);
}

async function addTo<Row extends OutboxRow | PositiveRow>(
	table: EntityTable<Row, "key">,
	recordKey: UnlockedDevice["recordKey"],
	contentOf: (row: Row) => Promise<RecordInput | PositiveInput | undefined>,
): Promise<void> {
	if (recordKey === undefined) return;
	const waiting = await table.where("state").equals("waiting").toArray();
	for (const row of waiting.filter(({ envelope }) => envelope === undefined).slice(0, AT_ONCE)) {
		const content = await contentOf(row);
		const envelope = content && (await envelopeOf(content, recordKey));
		// Answered meanwhile: it needs none.
		const still = table
			.where("key")
			.equals(row.key)
			.and(({ state }) => state === "waiting");
		if (envelope !== undefined) await still.modify((found) => void Object.assign(found, { envelope }));
	}
}
