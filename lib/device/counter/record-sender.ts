import "client-only";
import type { DrainPorts, SendFailure } from "@/lib/outbox/drain-outbox";
import type { PortalFailure } from "@/lib/portal/portal-client";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordAnswer, type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import { err, ok, type Result } from "@/lib/shared/result";
import { currentStart, reportOf } from "../identity/start";
import type { StoredDevice } from "../identity/stored-device";
import { callFromDevice } from "../portal/call-from-device";
import { heedAnswers } from "./heed-answers";
import type { OutboxPayload } from "./outbox-store";
import { openAttestation } from "./sealed-attestation";

/** Seconds for a batch of a hundred on a bad line. */
const BATCH_TIMEOUT = 45;

/** The way of a batch to the portal: opened here, sent, and answered key by key. */
export function recordSender(device: StoredDevice): DrainPorts<OutboxPayload>["send"] {
	return async (batch) => {
		const records: RecordInput[] = [];
		const unreadable: RecordAnswer[] = [];
		for (const { key, payload } of batch) {
			const opened = await openAttestation(device.storageKey, key, payload.sealed);
			if (opened?.record == null) unreadable.push({ key, outcome: "refused", reason: "sealed_unreadable" });
			else records.push(opened.record);
		}
		if (records.length === 0) return ok(unreadable);
		const start = await currentStart();
		const report = await reportOf(start);
		const answered = await callFromDevice(
			PATHS.records,
			{ records, ...(report === undefined ? {} : { start: report }) },
			{
				answer: recordBatchAnswer,
				timeout: BATCH_TIMEOUT,
			},
		);
		if (!answered.ok) return sendFailure(answered.error);
		const indices = new Map(batch.map(({ key, payload }) => [key, payload.index]));
		await heedAnswers(answered.value, { device, start, indices });
		return ok([...answered.value.answers, ...unreadable]);
	};
}

/** Statuses that speak about the body of the request (RFC 9110): malformed, too large, not processable. */
const ABOUT_THE_BATCH = new Set([400, 413, 422]);

function sendFailure(failure: PortalFailure): Result<never, SendFailure> {
	const scope = failure.kind === "refused" && ABOUT_THE_BATCH.has(failure.status ?? 0) ? "batch" : "link";
	return err({ ...failure, scope });
}
