import "client-only";
import { needsCare } from "@/lib/outbox/outbox";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import type { StoredDevice } from "../identity/stored-device";
import { database, type OutboxRow, type RelaisDatabase } from "../store/database";
import { openAttestation, sealAttestation } from "./sealed-attestation";

/**
 * How long the counter keeps what it issued (docs/privacy.md). Nothing that is not settled is ever touched: an entry
 * is settled when the authority registered it, or when a person corrected or closed a refused one.
 */

/** Counted from when it was settled: the sheet can be printed again; the details of the person go at once. */
export const SHEET_KEPT = DAY;
/**
 * Counted from when it was issued, which is when it was queued: the line in the list (number, state, times; nobody's
 * name). One that was settled later than that goes with its sheet.
 */
export const ROW_KEPT = 7 * DAY;

export type Kept = "everything" | "sheet" | "row" | "nothing";

/** What of this row may still be kept at `now`. */
export function keptOf(row: OutboxRow, now: NumericDate): Kept {
	const settledAt = settledTime(row);
	if (settledAt === undefined) return "everything";
	if (now < settledAt + SHEET_KEPT) return "sheet";
	return now < row.queuedAt + ROW_KEPT ? "row" : "nothing";
}

function settledTime(row: OutboxRow): NumericDate | undefined {
	if (row.status === "registered") return row.registeredAt;
	if (row.status === "refused" && !needsCare(row)) return row.closedAt ?? row.refusedAt;
	return undefined;
}

/** Brings every row down to what may be kept. Safe to run at any time, also twice at once. */
export async function applyRetention(
	device: Pick<StoredDevice, "storageKey">,
	at: { now: NumericDate; db?: RelaisDatabase },
): Promise<void> {
	const db = at.db ?? database();
	const revoking = new Set(await db.revocations.where("state").equals("waiting").primaryKeys());
	for (const row of await db.outbox.toArray()) {
		// Somebody waits to see that it is taken back.
		const kept = revoking.has(row.key) ? "everything" : keptOf(row, at.now);
		if (kept === "nothing") await db.transaction("rw", db.outbox, db.revocations, () => forget(row.key, db));
		else if (kept === "row" && row.sealed !== null) await db.outbox.update(row.key, { sealed: null, trimmed: true });
		else if (kept === "sheet" && !row.trimmed && row.sealed !== null) await trimToSheet(row, device, db);
	}
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
