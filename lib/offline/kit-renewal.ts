import "client-only";
import { err, type Result } from "@/lib/shared/result";
import { DEVICE_PATHS, deviceKit, type KitRequest } from "@/lib/sync/device-kit";
import { uuid } from "@/lib/sync/fields";
import { deviceNow } from "./clock";
import { database, type RelaisDatabase } from "./database";
import { readDelegations } from "./delegations";
import { loadDevice, updateDevice } from "./device-store";
import { readFact, writeFact } from "./facts";
import { abandonRestoredBlocks, indicesLeft, type ReservationContext } from "./index-reservation";
import { kitIsDue, mergeKit } from "./kit";
import { callPortal, type PortalFailure } from "./portal-client";
import type { StoredDevice } from "./stored-device";

/**
 * Asks for a fresh kit when one is due. The request's key is kept until its answer is stored, so that a lost answer
 * never costs a second index block. The caller holds the lock `relais-kit`.
 */
const REQUEST_FACT = "kit-request";
const parseKey = (value: unknown) => uuid.safeParse(value).data;

export async function renewKitIfDue(
	db: RelaisDatabase = database(),
): Promise<Result<StoredDevice, PortalFailure> | undefined> {
	const device = await loadDevice(db);
	if (device === undefined) return undefined;
	const left = await indicesLeft(readDelegations(device.delegations), contextOf(device, db));
	if (!kitIsDue(device, { now: deviceNow(), indicesLeft: left })) return undefined;
	const renewed = await renewKit(left, db);
	if (!renewed.ok) return renewed;
	const restored = await abandonRestoredBlocks(
		readDelegations(renewed.value.delegations),
		contextOf(renewed.value, db),
	);
	// The block that was given up is replaced at once: a counter without indices could not issue.
	return restored ? renewKit(0, db) : renewed;
}

function contextOf(device: StoredDevice, db: RelaisDatabase): ReservationContext {
	return { now: deviceNow(), highestIndex: device.highestIndex, witness: window.localStorage, db };
}

async function renewKit(left: number, db: RelaisDatabase): Promise<Result<StoredDevice, PortalFailure>> {
	const key = (await readFact(REQUEST_FACT, parseKey, db)) ?? crypto.randomUUID();
	await writeFact(REQUEST_FACT, key, db);
	const request: KitRequest = { key, indicesLeft: left };
	const answer = await callPortal(DEVICE_PATHS.kit, request, { answer: deviceKit });
	if (!answer.ok) return answer;
	const device = await updateDevice((before) => mergeKit(before, answer.value, deviceNow()), db);
	await db.facts.delete(REQUEST_FACT);
	if (device === undefined) return err({ kind: "refused", code: "not_enrolled", retryable: false });
	return { ok: true, value: device };
}
