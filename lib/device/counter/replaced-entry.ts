import "client-only";
import { standingAfter } from "@/lib/outbox/paper-standing";
import type { UnlockedDevice } from "../identity/stored-device";
import { database, type RelaisDatabase } from "../store/database";
import type { RevocationRow } from "../store/rows";
import type { AttestationDraft } from "./attestation-draft";
import { indexedDbOutboxStore } from "./outbox-store";
import { indexedDbPositiveStore } from "./positive-store";
import { askRevocation, revocationRow } from "./revocation";
import { type AttestationSheet, openAttestation } from "./sealed-attestation";

/** The wish to revoke what this draft replaces; undefined when nothing is, or when doors refuse it without. */
export async function replacedEntry(
	draft: Pick<AttestationDraft, "id" | "corrects">,
	{ device, db }: { device: UnlockedDevice; db: RelaisDatabase },
): Promise<RevocationRow | undefined> {
	if (draft.corrects === undefined) return undefined;
	const { key, reason } = draft.corrects;
	// Its index is somebody else's too: the portal revokes it once both have another paper (spec OL-5).
	if (reason === "index_reused") return undefined;
	const stored = await indexedDbOutboxStore(db).get(key);
	if (stored === undefined) return undefined;
	if (stored.entry.state === "refused" && standingAfter(stored.entry.reason) !== "stands") return undefined;
	const sheet = await issuedSheet(key, { device, db });
	if (sheet === undefined) return undefined;
	return revocationRow(device.storageKey, { key, attestation: sheet.rp1, reason, replacedBy: draft.id });
}

/** Marks what a draft takes the place of, in the transaction that stores its entry. `wish`: of `replacedEntry`. */
export async function settleReplaced(
	{ id, corrects, redoes }: Pick<AttestationDraft, "id" | "corrects" | "redoes">,
	{ wish, db }: { wish: RevocationRow | undefined; db: RelaisDatabase },
): Promise<void> {
	if (corrects !== undefined) await indexedDbOutboxStore(db).apply(corrects.key, { type: "corrected", by: id });
	if (redoes !== undefined) await indexedDbPositiveStore(db).apply(redoes.key, { type: "corrected", by: id });
	if (wish !== undefined) await askRevocation(wish, db);
}

/** The sheet of an entry that is in the outbox already: a second click, a reprint. */
export async function issuedSheet(
	key: string,
	from: { device: UnlockedDevice; db?: RelaisDatabase },
): Promise<AttestationSheet | undefined> {
	const stored = await indexedDbOutboxStore(from.db ?? database()).get(key);
	if (stored?.payload == null) return undefined;
	return (await openAttestation(from.device.storageKey, key, stored.payload.sealed))?.sheet;
}
