import "client-only";
import type { PortalFailure } from "@/lib/portal/portal-client";
import { DEVICE_PATHS, deviceKit, type KitRequest } from "@/lib/protocol/device-kit";
import { uuid } from "@/lib/protocol/fields";
import { err, type Result } from "@/lib/shared/result";
import { readDelegations } from "../counter/delegations";
import { abandonRestoredBlocks, indicesLeft, type ReservationContext } from "../counter/index-reservation";
import { callFromDevice } from "../portal/call-from-device";
import { database, type RelaisDatabase } from "../store/database";
import { readFact, writeFact } from "../store/facts";
import { deviceNow } from "../trust/clock";
import { loadDevice, updateDevice } from "./device-store";
import { kitIsDue, mergeKit } from "./kit";
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
	const answer = await callFromDevice(DEVICE_PATHS.kit, request, { answer: deviceKit });
	if (!answer.ok) return answer;
	const device = await updateDevice((before) => mergeKit(before, answer.value, deviceNow()), db);
	await db.facts.delete(REQUEST_FACT);
	if (device === undefined) return err({ kind: "refused", code: "not_enrolled", retryable: false });
	return { ok: true, value: device };
}
