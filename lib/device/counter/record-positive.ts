import "client-only";
import { queuedEntry } from "@/lib/outbox/outbox";
import { type PositiveInput, positiveInput } from "@/lib/protocol/positives";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import { loadUnlocked } from "../identity/device-store";
import { database } from "../store/database";
import { type StorageFailure, storageFailure } from "../store/storage-failure";
import { bestNow } from "../trust/clock";
import type { PositiveDraft } from "./attestation-draft";
import { positiveOf } from "./attestation-projections";
import { deviceZone } from "./device-zone";
import { envelopeOf, keptEnvelope } from "./envelope";
import type { IssuePorts } from "./issue";
import { indexedDbPositiveStore, sealPositive } from "./positive-store";
import { replacedEntry, settleReplaced } from "./replaced-entry";

export type RecordFailure = Failure<"not_enrolled" | "record_malformed"> | StorageFailure;

type RecordPorts = Pick<IssuePorts, "db" | "now" | "zone">;

const browserPorts = (): RecordPorts => ({ db: database(), now: bestNow, zone: deviceZone });

/**
 * Stores a positive result, sealed and durable, before anything is said of it; it leaves by itself. No index is spent and
 * nothing is signed. A paper that it puts right is taken back with it.
 */
export async function recordPositive(
	draft: PositiveDraft,
	ports: RecordPorts = browserPorts(),
): Promise<Result<PositiveInput, RecordFailure>> {
	try {
		return await recordAlone(draft, ports);
	} catch (error) {
		const failure = storageFailure(error);
		if (failure === undefined) throw error;
		return err(failure);
	}
}

async function recordAlone(
	draft: PositiveDraft,
	{ db, now, zone }: RecordPorts,
): Promise<Result<PositiveInput, RecordFailure>> {
	const device = await loadUnlocked(db);
	if (device === undefined) return err({ code: "not_enrolled", retryable: false });
	const { id: key } = draft;
	const at = now();
	const result = positiveInput.safeParse(positiveOf(draft, { now: at, zone: zone() }));
	if (!result.success) return err({ code: "record_malformed", retryable: false });
	const sealed = await sealPositive(device.storageKey, result.data);
	const envelope = await envelopeOf(result.data, device.recordKey);
	const wish = await replacedEntry(draft, { device, db });
	// One transaction: the result, and what becomes of the one that it takes the place of.
	await db.transaction("rw", [db.positives, db.outbox, db.revocations], async () => {
		await indexedDbPositiveStore(db).add(queuedEntry(key, at), { sealed, ...keptEnvelope(envelope) });
		await settleReplaced(draft, { wish, db });
	});
	return ok(result.data);
}
