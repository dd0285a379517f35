import "client-only";
import { mendableField, mendRecord } from "@/lib/outbox/mending";
import { needsCare } from "@/lib/outbox/outbox";
import { standingAfter } from "@/lib/outbox/paper-standing";
import type { RecordInput } from "@/lib/protocol/records";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import type { UnlockedDevice } from "../identity/stored-device";
import { database, type RelaisDatabase } from "../store/database";
import type { OutboxRow } from "../store/rows";
import { type StorageFailure, storageFailure } from "../store/storage-failure";
import { wipeSecrets } from "../store/vault/slots";
import { envelopeOf, keptEnvelope } from "./envelope";
import { indexedDbOutboxStore } from "./outbox-store";
import { askRevocation, revocationRow } from "./revocation";
import { openAttestation, type SealedAttestation, sealAttestation, slotsOfAct } from "./sealed-attestation";

type Keys = Pick<UnlockedDevice, "storageKey" | "recordKey">;

/** The refused record that can be put right, as it was sent; undefined where another paper is needed. */
export async function mendableRecord(
	key: string,
	{ storageKey, db = database() }: Pick<Keys, "storageKey"> & { readonly db?: RelaisDatabase },
): Promise<RecordInput | undefined> {
	const row = await db.outbox.get(key);
	if (row === undefined || !(await isMendable(row, db))) return undefined;
	return (await contentOf(row, storageKey))?.record ?? undefined;
}

export type MendFailure = Failure<"gone" | "record_malformed"> | StorageFailure;

/**
 * [SH-13] The record with another text in the field that was refused, sent again: key, paper, times and every other field are
 * those of the first time. On the disk when it resolves. `gone`: meanwhile it was corrected, closed, taken back or deleted.
 */
export async function mendRefused(
	{ key, value }: { readonly key: string; readonly value: string },
	{ device, db = database() }: { readonly device: Keys; readonly db?: RelaisDatabase },
): Promise<Result<true, MendFailure>> {
	try {
		return await mend({ key, value }, { device, db });
	} catch (error) {
		const failure = storageFailure(error);
		if (failure === undefined) throw error;
		return err(failure);
	}
}

async function mend(
	{ key, value }: { readonly key: string; readonly value: string },
	{ device, db }: { readonly device: Keys; readonly db: RelaisDatabase },
): Promise<Result<true, MendFailure>> {
	const gone = err({ code: "gone", retryable: false } as const);
	const row = await db.outbox.get(key);
	const content = row && (await contentOf(row, device.storageKey));
	const field = row?.state === "refused" ? mendableField(row) : undefined;
	if (row?.sealed == null || content?.record == null || field === undefined) return gone;
	const record = mendRecord(content.record, field, value);
	if (record === undefined) return err({ code: "record_malformed", retryable: false });
	const sealed = await sealAttestation(device.storageKey, key, { record, sheet: content.sheet });
	const envelope = await envelopeOf(record, device.recordKey);
	const waits = await db.transaction("rw", db.outbox, db.revocations, async () => {
		const now = await db.outbox.get(key);
		// Mended in another window, or settled.
		if (now?.sealed?.slot !== row.sealed?.slot || now === undefined || !(await isMendable(now, db))) return false;
		await indexedDbOutboxStore(db).apply(key, { type: "mended" });
		await db.outbox.update(key, { sealed, ...keptEnvelope(envelope) });
		return true;
	});
	await wipeSecrets(slotsOfAct(waits ? row.sealed : sealed));
	return waits ? ok(true) : gone;
}

async function isMendable(row: OutboxRow, db: RelaisDatabase): Promise<boolean> {
	if (row.state !== "refused" || !needsCare(row) || mendableField(row) === undefined) return false;
	return (await db.revocations.get(row.key)) === undefined;
}

async function contentOf({ key, sealed }: OutboxRow, storageKey: CryptoKey): Promise<SealedAttestation | undefined> {
	return sealed === null ? undefined : openAttestation(storageKey, key, sealed);
}

/** Nobody will put it right. Its paper, where it still verifies, is taken back with it (spec SH-6). */
export async function closeRefused(
	key: string,
	{
		storageKey,
		now,
		db = database(),
	}: Pick<Keys, "storageKey"> & { readonly now: NumericDate; readonly db?: RelaisDatabase },
): Promise<void> {
	const row = await db.outbox.get(key);
	if (row?.state !== "refused") return;
	const content = standingAfter(row.reason) === "stands" ? await contentOf(row, storageKey) : undefined;
	const wish = content && { key, attestation: content.sheet.rp1, reason: "record_refused" as const };
	const revocation = wish && (await revocationRow(storageKey, wish));
	await db.transaction("rw", db.outbox, db.revocations, async () => {
		const after = await indexedDbOutboxStore(db).apply(key, { type: "closed", at: now });
		if (revocation !== undefined && after?.state === "refused") await askRevocation(revocation, db);
	});
}
