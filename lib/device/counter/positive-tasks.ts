import "client-only";
import { drainDue } from "@/lib/outbox/drain-due";
import type { DrainPorts } from "@/lib/outbox/drain-outbox";
import type { Task } from "@/lib/outbox/run-tasks";
import { PATHS } from "@/lib/protocol/paths";
import {
	POSITIVE_BATCH_LIMIT,
	type PositiveAnswer,
	type PositiveInput,
	positiveBatchAnswer,
} from "@/lib/protocol/positives";
import type { RecordAnswer, RecordEnvelope } from "@/lib/protocol/records";
import { ok } from "@/lib/shared/result";
import { callFromDevice } from "../portal/call-from-device";
import { database } from "../store/database";
import { deviceNow } from "../trust/clock";
import { addPositiveEnvelopes } from "./late-envelopes";
import { indexedDbPositiveStore, openPositive, type PositivePayload, trimPositives } from "./positive-store";
import { currentSender, forgetUnreadable, type Sender, unsentAnswer } from "./record-sender";
import { sendFailure } from "./send-failure";

/** Sends positive results that are due, locked or not, and forgets who they were of once they are registered. */
export const positiveTask: Task = async () => {
	const sender = await currentSender();
	if (sender === undefined) return { state: "idle" };
	if (sender.unlocked !== undefined) await addPositiveEnvelopes(sender.unlocked);
	const drained = await drainDue({
		store: indexedDbPositiveStore(),
		send: positiveSender(sender),
		now: deviceNow,
		random: Math.random,
		limit: POSITIVE_BATCH_LIMIT,
	});
	await trimPositives(deviceNow());
	return drained;
};

export function positiveSender({ unlocked, transport }: Sender): DrainPorts<PositivePayload>["send"] {
	return async (batch) => {
		const results: (PositiveInput | RecordEnvelope)[] = [];
		const unsent: RecordAnswer[] = [];
		for (const { key, payload } of batch) {
			const { sealed, envelope } = payload;
			const opened = unlocked && (await openPositive(unlocked.storageKey, key, sealed));
			if (opened !== undefined) results.push(opened);
			else if (envelope !== undefined) results.push({ key, envelope });
			else unsent.push(unsentAnswer(key, unlocked));
		}
		if (results.length === 0) return ok(unsent);
		const call = { answer: positiveBatchAnswer, by: unlocked ?? transport };
		const answered = await callFromDevice(PATHS.positives, { results }, call);
		if (!answered.ok) return sendFailure(answered.error);
		const answers = answered.value.answers.map(asEntryAnswer);
		await forgetUnreadable(answers, database().positives);
		return ok([...answers, ...unsent]);
	};
}

/** There is no pass for it, so none is named. */
export function asEntryAnswer(answer: PositiveAnswer): RecordAnswer {
	return answer.outcome === "registered" ? { ...answer, passId: "" } : answer;
}
