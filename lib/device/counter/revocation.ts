import "client-only";
import { z } from "zod";
import type { Task } from "@/lib/outbox/run-tasks";
import { PATHS } from "@/lib/protocol/paths";
import { type RevocationRequest, revocationAnswer, revocationRequest } from "@/lib/protocol/revocations";
import { loadDevice } from "../identity/device-store";
import { callFromDevice } from "../portal/call-from-device";
import { database, type RelaisDatabase, type RevocationRow } from "../store/database";
import { seal, unseal } from "../store/seal";
import { deviceNow } from "../trust/clock";

/**
 * Taking an attestation back. The wish is stored like an attestation is: durably, sealed, before anybody is told that it
 * is done; it leaves by itself when the portal answers. Asking twice changes nothing.
 */
export type RevocationReason = RevocationRequest["reason"];

const sealName = (key: string) => `revocation ${key}`;

/** The row to store for an attestation of the outbox (`key`, RP1 text). Nothing is written yet. */
export async function revocationRow(
	storageKey: CryptoKey,
	wish: { key: string; attestation: string; reason: RevocationReason },
): Promise<RevocationRow> {
	const request: RevocationRequest = { attestation: wish.attestation, reason: wish.reason };
	const sealed = await seal(storageKey, sealName(wish.key), request);
	return { key: wish.key, state: "waiting", askedAt: deviceNow(), sealed };
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
	const device = await loadDevice(db);
	const waiting = await db.revocations.where("state").equals("waiting").sortBy("askedAt");
	if (device === undefined || waiting.length === 0) return { state: "idle" };
	for (const { key, sealed } of waiting) {
		const request = storedRequest.safeParse(sealed && (await unseal(device.storageKey, sealName(key), sealed)));
		if (!request.success) {
			await db.revocations.update(key, { state: "refused", sealed: null });
			continue;
		}
		const answered = await callFromDevice(PATHS.revocations, request.data, { answer: revocationAnswer });
		if (!answered.ok) return { state: "failed", error: answered.error };
		const state = answered.value.outcome === "revoked" ? "done" : "refused";
		await db.revocations.update(key, { state, sealed: null });
	}
	return { state: "done" };
};
