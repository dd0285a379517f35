import "client-only";
import { type ChoiceFailure, chooseDelegations } from "@/lib/kit/choose-delegations";
import { reserveIndex } from "@/lib/kit/index-reservation";
import type { IndexWitness } from "@/lib/kit/index-store";
import { readDelegations } from "@/lib/kit/own-delegation";
import { withNumber, withStored } from "@/lib/kit/start-ledger";
import { queuedEntry } from "@/lib/outbox/outbox";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import { loadUnlocked } from "../identity/device-store";
import { indexedDbIndexStore, indexWitness } from "../identity/index-store";
import { learnFirst } from "../identity/kit-task";
import { currentStart, startLedger } from "../identity/start";
import type { UnlockedDevice } from "../identity/stored-device";
import { database, type RelaisDatabase } from "../store/database";
import { type WithLock, withLock } from "../store/locks";
import { type StorageFailure, storageFailure } from "../store/storage-failure";
import { bestNow } from "../trust/clock";
import type { AttestationDraft } from "./attestation-draft";
import { deviceZone } from "./device-zone";
import { envelopeOf, keptEnvelope } from "./envelope";
import { issuerOf, type MakingFailure, makeAttestation } from "./make-attestation";
import { indexedDbOutboxStore } from "./outbox-store";
import { issuedSheet, replacedEntry, settleReplaced } from "./replaced-entry";
import { type AttestationSheet, sealAttestation } from "./sealed-attestation";

/**
 * Issues an attestation: index → signature → check code → encryption → durable outbox entry → and only then a sheet.
 * Whatever fails on the way, nothing is shown and nothing may be printed; a spent index stays spent. It needs no
 * network and no login. Names and dates are checked by the form (app/(counter)); here only what the formats require.
 */

export type IssueFailure =
	| Failure<"not_enrolled" | "indices_exhausted" | "issued_before">
	| ChoiceFailure
	| MakingFailure
	| StorageFailure;

/** Everything outside of this module that issuing depends on; the browser's own by default. */
export type IssuePorts = {
	readonly db: RelaisDatabase;
	readonly lock: WithLock;
	readonly witness: IndexWitness;
	readonly now: () => NumericDate;
	/** IANA name of the zone that the counter lives in. */
	readonly zone: () => string;
	/** Id of the present start. */
	readonly start: () => Promise<string>;
	/** In [0, 1). */
	readonly random: () => number;
	/** What the portal has to say before the first issue of a start; done at once where it said it or is away. */
	readonly learn: () => Promise<void>;
};

const browserPorts = (): IssuePorts => ({
	db: database(),
	lock: withLock,
	witness: indexWitness(),
	now: bestNow,
	zone: deviceZone,
	start: currentStart,
	random: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
	learn: learnFirst,
});

export function issueDraft(
	draft: AttestationDraft,
	ports: IssuePorts = browserPorts(),
): Promise<Result<AttestationSheet, IssueFailure>> {
	return ports.lock("relais-issue", async () => {
		try {
			return await issueAlone(draft, ports);
		} catch (error) {
			// Nothing was shown. A bug throws on; what the storage refused is an answer for the person at the counter.
			const failure = storageFailure(error);
			if (failure === undefined) throw error;
			return err(failure);
		}
	});
}

async function issueAlone(draft: AttestationDraft, ports: IssuePorts): Promise<Result<AttestationSheet, IssueFailure>> {
	await ports.learn();
	const device = await loadUnlocked(ports.db);
	const issuer = device && issuerOf(device);
	if (device === undefined || issuer === undefined) return err({ code: "not_enrolled", retryable: false });
	const already = await issuedSheet(draft.id, { device, db: ports.db });
	if (already !== undefined) return ok(already);
	// Issued, and its sheet is gone since (retention.ts): a second paper under its key would wait in no outbox.
	if ((await indexedDbOutboxStore(ports.db).get(draft.id)) !== undefined) {
		return err({ code: "issued_before", retryable: false });
	}

	const now = ports.now();
	const chosen = chooseDelegations(draft, { delegations: readDelegations(device.delegations), now });
	if (!chosen.ok) return chosen;
	const start = await ports.start();
	const memory = { store: indexedDbIndexStore(ports.db), witness: ports.witness, seen: device };
	const reserved = await reserveIndex(chosen.value, { ...memory, start, random: ports.random });
	if (!reserved.ok) return reserved;
	const index = `${reserved.value.delegation.jti}.${reserved.value.index}`;
	const number = await nextNumber(start, { index, at: now }, ports.db);

	const made = await makeAttestation(issuedBy(draft, device), {
		issuer,
		...reserved.value,
		now,
		zone: ports.zone(),
		start: { id: start, number },
	});
	if (!made.ok) return made;
	const { sheet, record } = made.value;
	const sealed = await sealAttestation(device.storageKey, draft.id, { record, sheet });
	const envelope = await envelopeOf(record, device.recordKey);
	const store = indexedDbOutboxStore(ports.db);
	const wish = await replacedEntry(draft, { device, db: ports.db });
	// One transaction: the new entry, and what becomes of the one that it replaces.
	const { outbox, positives, revocations, facts } = ports.db;
	await ports.db.transaction("rw", [outbox, positives, revocations, facts], async () => {
		await store.add(queuedEntry(draft.id, now), { index, sealed, ...keptEnvelope(envelope) });
		await startLedger(ports.db).change((known) => withStored(known ?? [], start, { number, key: draft.id }));
		await settleReplaced(draft, { wish, db: ports.db });
	});
	return ok(sheet);
}

/** Given away here, whether an attestation comes of it or not (spec OL-6). */
async function nextNumber(
	start: string,
	spent: { readonly index: string; readonly at: NumericDate },
	db: RelaisDatabase,
): Promise<number> {
	let number = 0;
	await startLedger(db).change((known) => {
		const given = withNumber(known ?? [], start, spent);
		number = given.number;
		return given.ledger;
	});
	return number;
}

/** [VA-7] Whoever is on duty issues it, whatever the form says. */
function issuedBy(draft: AttestationDraft, { onDuty }: UnlockedDevice): AttestationDraft {
	return onDuty === undefined ? draft : { ...draft, professional: onDuty.rpps };
}
