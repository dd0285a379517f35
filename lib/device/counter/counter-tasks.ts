import "client-only";
import { drainDue } from "@/lib/outbox/drain-due";
import type { Task } from "@/lib/outbox/run-tasks";
import { RECORD_BATCH_LIMIT } from "@/lib/protocol/records";
import { loadDevice } from "../identity/device-store";
import { deviceNow } from "../trust/clock";
import { addEnvelopes } from "./late-envelopes";
import { indexedDbOutboxStore } from "./outbox-store";
import { currentSender, recordSender } from "./record-sender";
import { takeBackRefused } from "./refused-papers";
import { applyRetention } from "./retention";

/** Sends everything that is due, and trims what the authority now has, locked or not. */
export const drainTask: Task = async () => {
	const sender = await currentSender();
	if (sender === undefined) return { state: "idle" };
	const { unlocked } = sender;
	if (unlocked !== undefined) await addEnvelopes(unlocked);
	const drained = await drainDue({
		store: indexedDbOutboxStore(),
		send: recordSender(sender),
		now: deviceNow,
		random: Math.random,
		limit: RECORD_BATCH_LIMIT,
	});
	// Of a refusal, the paper is taken back by whoever opens the counter.
	if (unlocked !== undefined) await takeBackRefused(unlocked, { now: deviceNow() });
	const keeper = unlocked ?? (await loadDevice());
	if (drained.state !== "failed" && keeper !== undefined) await applyRetention(keeper, { now: deviceNow() });
	return drained;
};
