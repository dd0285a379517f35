import "client-only";
import { drainOutbox } from "@/lib/outbox/drain-outbox";
import type { Task } from "@/lib/outbox/run-tasks";
import { RECORD_BATCH_LIMIT } from "@/lib/protocol/records";
import { loadDevice } from "../identity/device-store";
import { deviceNow } from "../trust/clock";
import { indexedDbOutboxStore } from "./outbox-store";
import { recordSender } from "./record-sender";
import { applyRetention } from "./retention";

/** Sends everything that is due, batch by batch, and trims what the authority now has. */
export const drainTask: Task = async () => {
	const device = await loadDevice();
	if (device === undefined) return { state: "idle" };
	const store = indexedDbOutboxStore();
	const ports = { store, send: recordSender(device), now: deviceNow, random: Math.random };
	let limit: number = RECORD_BATCH_LIMIT;
	let asked = false;
	for (;;) {
		const outcome = await drainOutbox({ ...ports, limit });
		if (outcome.state === "idle") {
			await applyRetention(device, { now: deviceNow() });
			return asked ? { state: "done" } : { state: "idle", again: await store.nextDue() };
		}
		if (outcome.state === "failed") {
			const { error, size } = outcome;
			const halve = error.scope === "batch" && !error.retryable && size > 1;
			if (!halve) return { state: "failed", error };
			limit = Math.floor(size / 2);
		}
		asked = true;
	}
};
