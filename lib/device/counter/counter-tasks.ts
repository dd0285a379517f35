import "client-only";
import { drainDue } from "@/lib/outbox/drain-due";
import type { Task } from "@/lib/outbox/run-tasks";
import { RECORD_BATCH_LIMIT } from "@/lib/protocol/records";
import { loadDevice } from "../identity/device-store";
import { deviceNow } from "../trust/clock";
import { indexedDbOutboxStore } from "./outbox-store";
import { recordSender } from "./record-sender";
import { takeBackRefused } from "./refused-papers";
import { applyRetention } from "./retention";

/** Sends everything that is due, and trims what the authority now has. */
export const drainTask: Task = async () => {
	const device = await loadDevice();
	if (device === undefined) return { state: "idle" };
	const drained = await drainDue({
		store: indexedDbOutboxStore(),
		send: recordSender(device),
		now: deviceNow,
		random: Math.random,
		limit: RECORD_BATCH_LIMIT,
	});
	await takeBackRefused(device, { now: deviceNow() });
	if (drained.state !== "failed") await applyRetention(device, { now: deviceNow() });
	return drained;
};
