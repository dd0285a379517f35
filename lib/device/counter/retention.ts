import "client-only";
import { keptOf } from "@/lib/outbox/retention";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { StoredDevice, UnlockedDevice } from "../identity/stored-device";
import { database, type RelaisDatabase } from "../store/database";
import type { OutboxRow } from "../store/rows";
import { wipeSecrets } from "../store/vault/slots";
import { slotsOfAct, withoutContact } from "./sealed-attestation";

/** A locked counter has no `storageKey`, and leaves what an earlier version sealed until it is opened. */
type Keeper = Pick<StoredDevice, "sheetDays"> & Partial<Pick<UnlockedDevice, "storageKey">>;

/**
 * Brings every row down to what may be kept; what is not, cannot be brought back (VA-9). Safe to run at any time, also
 * twice at once.
 */
export async function applyRetention(device: Keeper, at: { now: NumericDate; db?: RelaisDatabase }): Promise<void> {
	const db = at.db ?? database();
	const revoking = new Set(await db.revocations.where("state").equals("waiting").primaryKeys());
	for (const row of await db.outbox.toArray()) {
		// Somebody waits to see that it is taken back.
		const kept = revoking.has(row.key) ? "everything" : keptOf(row, { now: at.now, days: device.sheetDays });
		if (kept === "nothing") {
			await db.transaction("rw", db.outbox, db.revocations, () => forget(row.key, db));
			await wipeSecrets(slotsOfAct(row.sealed));
		} else if (kept === "sheet" && !row.trimmed && row.sealed !== null) await forgetContact(row, device, db);
	}
}

async function forget(key: string, db: RelaisDatabase): Promise<void> {
	await db.outbox.delete(key);
	await db.revocations.delete(key);
}

/** The portal has them, and carries them over to a correction (spec SH-1); whatever else the form asks is still here. */
async function forgetContact(row: OutboxRow, { storageKey }: Keeper, db: RelaisDatabase): Promise<void> {
	const sealed = row.sealed === null ? undefined : await withoutContact(storageKey, row.key, row.sealed);
	if (sealed === undefined) return;
	await db.outbox.update(row.key, { sealed, trimmed: true });
	const kept = new Set(slotsOfAct(sealed));
	await wipeSecrets(slotsOfAct(row.sealed).filter((slot) => !kept.has(slot)));
}
