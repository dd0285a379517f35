import "client-only";
import { deviceKit } from "@/lib/protocol/device-kit";
import { PATHS } from "@/lib/protocol/paths";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import { callFromDevice } from "../portal/call-from-device";
import { database, type RelaisDatabase } from "../store/database";
import { storageFailure } from "../store/storage-failure";
import { deviceNow, forgetClock, witnessServerTime } from "../trust/clock";
import { pinRoot } from "../trust/list-store";
import { type DeviceObstacle, missingFeature } from "./device-checks";
import { KeyNotStorable, keysForEnrolment } from "./device-keys";
import { saveEnrolledDevice } from "./device-store";
import type { EnrolmentLink } from "./enrolment-link";
import type { StoredDevice } from "./stored-device";

/**
 * Enrolment: this browser's checks → keys, stored and proved → the code is claimed → the kit becomes the device.
 * Whatever stops it, no half-enrolled device is left behind, and the same code can be tried again from this browser.
 */

export type EnrolmentStep = "checking" | "keys" | "claiming" | "storing";

/** Server codes come through as they are (docs/error-codes.md): a wrong, used or expired code is not retryable. */
export type EnrolmentFailure = Failure<
	DeviceObstacle | "root_mismatch" | "outbox_not_empty" | "storage_full" | "storage_failed" | (string & {})
>;

export type EnrolmentRequest = {
	readonly link: EnrolmentLink;
	/** What staff call this device, at most 40 characters. */
	readonly label: string;
	readonly onStep: (step: EnrolmentStep) => void;
	/** Asks the browser, which may ask the person, whether what is stored will be kept. */
	readonly askStorage: () => Promise<boolean>;
};

const stop = (code: EnrolmentFailure["code"]) => err({ code, retryable: false });

export async function enrolDevice(
	request: EnrolmentRequest,
	db: RelaisDatabase = database(),
): Promise<Result<StoredDevice, EnrolmentFailure>> {
	try {
		return await enrol(request, db);
	} catch (error) {
		if (error instanceof KeyNotStorable) return stop("key_not_storable");
		const failure = storageFailure(error);
		if (failure?.code === "storage_full") return err(failure);
		if (failure !== undefined) return stop(isRefusedKey(error) ? "key_not_storable" : "no_storage");
		throw error;
	}
}

async function enrol(request: EnrolmentRequest, db: RelaisDatabase): Promise<Result<StoredDevice, EnrolmentFailure>> {
	request.onStep("checking");
	const obstacle = missingFeature();
	if (obstacle !== undefined) return stop(obstacle);
	if (await hasUnsent(db)) return stop("outbox_not_empty");
	const durable = await request.askStorage();

	request.onStep("keys");
	const keys = await keysForEnrolment(request.link, db);

	request.onStep("claiming");
	const { code } = request.link;
	const transport = keys.transport.publicJwk;
	const claim = { code, jwk: keys.publicJwk, label: request.label, transport, ...(durable ? {} : { durable }) };
	const answer = await callFromDevice(PATHS.claim, claim, { answer: deviceKit, device: keys });
	// Only the portal knows what the code is for: a door is enrolled all the same, a counter is not.
	if (!answer.ok) return answer.error.code === "storage_not_durable" ? stop("storage_not_persistent") : answer;
	// The paper names the root. A portal that answers with another one is not the authority's.
	if (request.link.root !== undefined && answer.value.root !== request.link.root) return stop("root_mismatch");

	request.onStep("storing");
	// TL-4: what an earlier enrolment fetched, and what the clock once showed, bear no witness any more.
	await db.trust.clear();
	await forgetClock(db);
	await pinRoot(answer.value.root, db);
	await witnessServerTime(answer.value.serverTime, db);
	return ok(await saveEnrolledDevice({ kit: answer.value, keys, now: deviceNow() }, db));
}

/** A CryptoKey that cannot be cloned into the database is refused as a DataCloneError, which Dexie wraps. */
function isRefusedKey(error: unknown): boolean {
	if (!(error instanceof Object)) return false;
	const { name, inner } = error as { name?: unknown; inner?: unknown };
	return name === "DataCloneError" || isRefusedKey(inner);
}

/** Attestations that the authority has not answered belong to the device that signed them. */
async function hasUnsent(db: RelaisDatabase): Promise<boolean> {
	return (await db.outbox.where("state").anyOf("waiting", "sending").count()) > 0;
}
