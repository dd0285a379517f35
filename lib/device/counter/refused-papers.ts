import "client-only";
import { mendableField } from "@/lib/outbox/mending";
import { needsCare } from "@/lib/outbox/outbox";
import { standingAfter } from "@/lib/outbox/paper-standing";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { UnlockedDevice } from "../identity/stored-device";
import { database, type RelaisDatabase } from "../store/database";
import { indexedDbOutboxStore } from "./outbox-store";
import { askRevocation, revocationRow } from "./revocation";
import { openAttestation } from "./sealed-attestation";

/**
 * A record was refused and its paper is in somebody's hand, as good as any (spec SH-6): the wish to take it back is
 * stored, and leaves like every other. Safe to run at any time: a paper is asked for once.
 */
export async function takeBackRefused(
	{ storageKey }: Pick<UnlockedDevice, "storageKey">,
	{ now, db = database() }: { readonly now: NumericDate; readonly db?: RelaisDatabase },
): Promise<void> {
	const asked = new Set(await db.revocations.toCollection().primaryKeys());
	for (const row of await db.outbox.where("state").equals("refused").toArray()) {
		if (row.state !== "refused" || !needsCare(row)) continue;
		// Somebody here took it back before its record arrived: there is nothing left to put right.
		if (row.reason === "revoked" && asked.has(row.key)) {
			await indexedDbOutboxStore(db).apply(row.key, { type: "closed", at: now });
		}
		if (row.sealed === null || asked.has(row.key)) continue;
		// Somebody can put the record right, and then the paper is the one that is registered (spec SH-13).
		if (standingAfter(row.reason) !== "stands" || mendableField(row) !== undefined) continue;
		const opened = await openAttestation(storageKey, row.key, row.sealed);
		if (opened === undefined) continue;
		const wish = { key: row.key, attestation: opened.sheet.rp1, reason: "record_refused" } as const;
		await askRevocation(await revocationRow(storageKey, wish), db);
	}
}
