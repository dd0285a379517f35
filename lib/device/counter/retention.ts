import "client-only";
import { type Kept, keptOf } from "@/lib/outbox/retention";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { StoredDevice } from "../identity/stored-device";
import { database, type OutboxRow, type RelaisDatabase } from "../store/database";
import { openAttestation, sealAttestation } from "./sealed-attestation";
import { isFateOpen } from "./sheet-fate";

/** Brings every row down to what may be kept. Safe to run at any time, also twice at once. */
export async function applyRetention(
	device: Pick<StoredDevice, "storageKey">,
	at: { now: NumericDate; db?: RelaisDatabase },
): Promise<void> {
	const db = at.db ?? database();
	const revoking = new Set(await db.revocations.where("state").equals("waiting").primaryKeys());
	for (const row of await db.outbox.toArray()) {
		// Somebody waits to see that it is taken back.
		const kept = revoking.has(row.key) ? "everything" : keptWith(row, keptOf(row, at.now));
		if (kept === "nothing") await db.transaction("rw", db.outbox, db.revocations, () => forget(row.key, db));
		else if (kept === "row" && row.sealed !== null) await db.outbox.update(row.key, { sealed: null, trimmed: true });
		else if (kept === "sheet" && !row.trimmed && row.sealed !== null) await trimToSheet(row, device, db);
	}
}

/** A sheet of which nobody said what became of it is there as long as its line is. */
function keptWith(row: OutboxRow, kept: Kept): Kept {
	return kept === "row" && isFateOpen(row) ? "sheet" : kept;
}

async function forget(key: string, db: RelaisDatabase): Promise<void> {
	await db.outbox.delete(key);
	await db.revocations.delete(key);
}

async function trimToSheet(
	row: OutboxRow,
	{ storageKey }: Pick<StoredDevice, "storageKey">,
	db: RelaisDatabase,
): Promise<void> {
	const opened = row.sealed === null ? undefined : await openAttestation(storageKey, row.key, row.sealed);
	if (opened === undefined) return;
	const sealed = await sealAttestation(storageKey, row.key, { record: null, sheet: opened.sheet });
	await db.outbox.update(row.key, { sealed, trimmed: true });
}
