import "client-only";
import { drainDue } from "@/lib/outbox/drain-due";
import type { DrainPorts } from "@/lib/outbox/drain-outbox";
import type { Task } from "@/lib/outbox/run-tasks";
import { PATHS } from "@/lib/protocol/paths";
import { POSITIVE_BATCH_LIMIT, positiveBatchAnswer } from "@/lib/protocol/positives";
import { RECORD_BATCH_LIMIT, type RecordEnvelope, recordBatchAnswer } from "@/lib/protocol/records";
import { ok } from "@/lib/shared/result";
import { callFromDevice } from "../../portal/call-from-device";
import { deviceNow } from "../../trust/clock";
import { asEntryAnswer } from "../positive-tasks";
import { currentSender, type Sender } from "../record-sender";
import { sendFailure } from "../send-failure";
import { type CarriedPayload, indexedDbCarriedStore } from "./carried-store";

type Send = DrainPorts<CarriedPayload>["send"];

/** [QM-2] Sends what was taken over from another workstation, as it came: this device cannot open it. */
export const carriedRecordsTask: Task = () => sendCarried("carriedRecords", RECORD_BATCH_LIMIT, recordsOf);
export const carriedResultsTask: Task = () => sendCarried("carriedResults", POSITIVE_BATCH_LIMIT, resultsOf);

async function sendCarried(
	name: Parameters<typeof indexedDbCarriedStore>[0],
	limit: number,
	sendBy: (sender: Sender) => Send,
): ReturnType<Task> {
	const sender = await currentSender();
	if (sender === undefined) return { state: "idle" };
	const store = indexedDbCarriedStore(name);
	return drainDue({ store, send: sendBy(sender), now: deviceNow, random: Math.random, limit });
}

const recordsOf = ({ unlocked, transport }: Sender): Send => {
	const call = { answer: recordBatchAnswer, timeout: BATCH_TIMEOUT, by: unlocked ?? transport };
	return async (batch) => {
		const answered = await callFromDevice(PATHS.records, { records: envelopes(batch) }, call);
		return answered.ok ? ok(answered.value.answers) : sendFailure(answered.error);
	};
};

const resultsOf = ({ unlocked, transport }: Sender): Send => {
	const call = { answer: positiveBatchAnswer, timeout: BATCH_TIMEOUT, by: unlocked ?? transport };
	return async (batch) => {
		const answered = await callFromDevice(PATHS.positives, { results: envelopes(batch) }, call);
		return answered.ok ? ok(answered.value.answers.map(asEntryAnswer)) : sendFailure(answered.error);
	};
};

/** Seconds for a batch of a hundred on a bad line. */
const BATCH_TIMEOUT = 45;

function envelopes(batch: Parameters<Send>[0]): readonly RecordEnvelope[] {
	return batch.flatMap(({ key, payload: { envelope } }) => (envelope === undefined ? [] : { key, envelope }));
}
