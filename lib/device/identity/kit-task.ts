import "client-only";
import type { Task } from "@/lib/outbox/run-tasks";
import { renewKitIfDue } from "./kit-renewal";

/** Renews the kit of this device when one is due. */
export const kitTask: Task = async () => {
	const renewed = await renewKitIfDue();
	if (renewed === undefined) return { state: "idle" };
	// A kit that the portal will not give must not hold the queue back: the counter shows how long its keys last.
	if (renewed.ok || (renewed.error.kind === "refused" && renewed.error.status === 409)) return { state: "done" };
	return { state: "failed", error: renewed.error };
};
