import "client-only";
import { keptOf } from "@/lib/outbox/retention";
import type { RecordInput } from "@/lib/protocol/records";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { StoredDevice } from "../identity/stored-device";
import { database, type OutboxRow, type RelaisDatabase } from "../store/database";
import { openAttestation, sealAttestation } from "./sealed-attestation";

/** Brings every row down to what may be kept. Safe to run at any time, also twice at once. */
export async function applyRetention(
	device: Pick<StoredDevice, "storageKey" | "sheetDays">,
	at: { now: NumericDate; db?: RelaisDatabase },
): Promise<void> {
	const db = at.db ?? database();
	const revoking = new Set(await db.revocations.where("state").equals("waiting").primaryKeys());
	for (const row of await db.outbox.toArray()) {
		// Somebody waits to see that it is taken back.
		const kept = revoking.has(row.key) ? "everything" : keptOf(row, { now: at.now, days: device.sheetDays });
		if (kept === "nothing") await db.transaction("rw", db.outbox, db.revocations, () => forget(row.key, db));
		else if (kept === "sheet" && !row.trimmed && row.sealed !== null) await forgetContact(row, device, db);
	}
}

async function forget(key: string, db: RelaisDatabase): Promise<void> {
	await db.outbox.delete(key);
	await db.revocations.delete(key);
}

async function forgetContact(
	row: OutboxRow,
	{ storageKey }: Pick<StoredDevice, "storageKey">,
	db: RelaisDatabase,
): Promise<void> {
	const opened = row.sealed === null ? undefined : await openAttestation(storageKey, row.key, row.sealed);
	if (opened === undefined) return;
	const { record, sheet } = opened;
	const trimmed = record === null ? null : withoutContact(record);
	const sealed = await sealAttestation(storageKey, row.key, { record: trimmed, sheet });
	await db.outbox.update(row.key, { sealed, trimmed: true });
}

/** The portal has them, and carries them over to a correction (spec SH-1); whatever else the form asks is still here. */
function withoutContact({ identity: { nir: _, ...identity }, ...record }: RecordInput): RecordInput {
	return { ...record, identity, contact: {} };
}
