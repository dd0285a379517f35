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
import type { RecordAnswer } from "@/lib/protocol/records";
import { ok } from "@/lib/shared/result";
import { loadDevice } from "../identity/device-store";
import type { StoredDevice } from "../identity/stored-device";
import { callFromDevice } from "../portal/call-from-device";
import type { Sealed } from "../store/database";
import { deviceNow } from "../trust/clock";
import { indexedDbPositiveStore, openPositive, trimPositives } from "./positive-store";
import { sendFailure } from "./send-failure";

/** Sends positive results that are due, and forgets who they were of once they are registered. */
export const positiveTask: Task = async () => {
	const device = await loadDevice();
	if (device === undefined) return { state: "idle" };
	const drained = await drainDue({
		store: indexedDbPositiveStore(),
		send: positiveSender(device),
		now: deviceNow,
		random: Math.random,
		limit: POSITIVE_BATCH_LIMIT,
	});
	await trimPositives(deviceNow());
	return drained;
};

function positiveSender(device: StoredDevice): DrainPorts<Sealed>["send"] {
	return async (batch) => {
		const results: PositiveInput[] = [];
		const unreadable: RecordAnswer[] = [];
		for (const { key, payload } of batch) {
			const opened = await openPositive(device.storageKey, key, payload);
			if (opened === undefined) unreadable.push({ key, outcome: "refused", reason: "sealed_unreadable" });
			else results.push(opened);
		}
		if (results.length === 0) return ok(unreadable);
		const answered = await callFromDevice(PATHS.positives, { results }, { answer: positiveBatchAnswer });
		if (!answered.ok) return sendFailure(answered.error);
		return ok([...answered.value.answers.map(asEntryAnswer), ...unreadable]);
	};
}

/** There is no pass for it, so none is named. */
function asEntryAnswer(answer: PositiveAnswer): RecordAnswer {
	return answer.outcome === "registered" ? { ...answer, passId: "" } : answer;
}
