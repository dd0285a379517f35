import "client-only";
import type { DrainPorts } from "@/lib/outbox/drain-outbox";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordAnswer, type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import { ok } from "@/lib/shared/result";
import { currentStart, reportOf } from "../identity/start";
import type { StoredDevice } from "../identity/stored-device";
import { callFromDevice } from "../portal/call-from-device";
import { heedAnswers } from "./heed-answers";
import type { OutboxPayload } from "./outbox-store";
import { openAttestation } from "./sealed-attestation";
import { sendFailure } from "./send-failure";

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
