import "client-only";
import { z } from "zod";
import type { Task } from "@/lib/outbox/run-tasks";
import { PATHS } from "@/lib/protocol/paths";
import { type RevocationRequest, revocationAnswer, revocationRequest } from "@/lib/protocol/revocations";
import { loadUnlocked } from "../identity/device-store";
import { callFromDevice } from "../portal/call-from-device";
import { database, type RelaisDatabase } from "../store/database";
import type { RevocationRow } from "../store/rows";
import { wipeSecrets } from "../store/vault/slots";
import { deviceNow } from "../trust/clock";
import { openApart, sealApart, slotOf } from "./sealed-part";

/**
 * Taking an attestation back. The wish is stored like an attestation is: durably, sealed, before anybody is told that it
 * is done; it leaves by itself when the portal answers. Asking twice changes nothing.
 */
export type RevocationReason = RevocationRequest["reason"];

/** What a request is sealed under. */
export const revocationName = (key: string) => `revocation ${key}`;

/** The row to store for an attestation of the outbox (`key`, RP1 text). Nothing is written yet. */
export async function revocationRow(
	storageKey: CryptoKey,
	wish: { key: string; attestation: string; reason: RevocationReason; replacedBy?: string },
): Promise<RevocationRow> {
	const request: RevocationRequest = { attestation: wish.attestation, reason: wish.reason };
	const sealed = await sealApart({ storageKey, name: revocationName(wish.key), value: request });
	const by = wish.replacedBy === undefined ? {} : { replacedBy: wish.replacedBy };
	return { key: wish.key, state: "waiting", askedAt: deviceNow(), sealed, ...by };
}

export async function askRevocation(row: RevocationRow, db: RelaisDatabase = database()): Promise<void> {
	await db.transaction("rw", db.revocations, async () => {
		if ((await db.revocations.get(row.key)) === undefined) await db.revocations.add(row);
	});
}

const storedRequest = z.object(revocationRequest.shape);

/** Sends what waits, oldest first. A refusal is final and shown; only the link can make it wait. */
export const revocationTask: Task = async () => {
	const db = database();
	const device = await loadUnlocked(db);
	const waiting = await db.revocations.where("state").equals("waiting").sortBy("askedAt");
	if (device === undefined || waiting.length === 0) return { state: "idle" };
	for (const row of waiting) {
		const place = { storageKey: device.storageKey, name: revocationName(row.key) };
		const request = storedRequest.safeParse(row.sealed && (await openApart({ ...place, sealed: row.sealed })));
		if (!request.success) {
			await settle(row, "refused", db);
			continue;
		}
		const answered = await callFromDevice(PATHS.revocations, request.data, { answer: revocationAnswer });
		if (!answered.ok) return { state: "failed", error: answered.error };
		const state = answered.value.outcome === "revoked" ? "done" : "refused";
		await settle(row, state, db);
	}
	return { state: "done" };
};

/** What was asked names the person, and is needed no more. */
async function settle(
	{ key, sealed }: RevocationRow,
	state: Exclude<RevocationRow["state"], "waiting">,
	db: RelaisDatabase,
): Promise<void> {
	await db.revocations.update(key, { state, sealed: null });
	await wipeSecrets(slotOf(sealed));
}
