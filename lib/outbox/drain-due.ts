import type { Failure } from "@/lib/shared/result";
import { type DrainPorts, drainOutbox } from "./drain-outbox";
import type { TaskOutcome } from "./run-tasks";

/**
 * Sends everything that is due, batch by batch, until nothing is or the link fails. A batch that the server refuses as
 * a whole is halved, down to the one entry that it cannot take (drain-outbox.ts then refuses that one).
 */
export async function drainDue<Payload>(ports: DrainPorts<Payload>): Promise<TaskOutcome> {
	let { limit } = ports;
	let asked = false;
	for (;;) {
		const outcome = await drainOutbox({ ...ports, limit });
		if (outcome.state === "idle") {
			return asked ? { state: "done" } : { state: "idle", again: await ports.store.nextDue() };
		}
		if (outcome.state === "failed") {
			const { error, size } = outcome;
			if (!isAboutTheBatch(error) || size <= 1) return { state: "failed", error };
			limit = Math.floor(size / 2);
		}
		asked = true;
	}
}

function isAboutTheBatch(error: Failure & { readonly scope: "link" | "batch" }): boolean {
	return error.scope === "batch" && !error.retryable;
}
