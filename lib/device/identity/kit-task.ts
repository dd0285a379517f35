import "client-only";
import { type RenewalPorts, renewKitIfDue } from "@/lib/kit/renew-kit";
import type { Task } from "@/lib/outbox/run-tasks";
import type { PortalFailure } from "@/lib/portal/portal-client";
import { deviceKit } from "@/lib/protocol/device-kit";
import { PATHS } from "@/lib/protocol/paths";
import { assertNever } from "@/lib/shared/assert-never";
import { callFromDevice } from "../portal/call-from-device";
import { deviceNow } from "../trust/clock";
import { indexedDbIndexStore, storageWitness } from "./index-store";
import { indexedDbKitStore } from "./kit-store";

function renewalPorts(): RenewalPorts<PortalFailure> {
	return {
		kit: indexedDbKitStore(),
		indices: { store: indexedDbIndexStore(), witness: storageWitness(window.localStorage) },
		ask: (request) => callFromDevice(PATHS.kit, request, { answer: deviceKit }),
		now: deviceNow,
		newKey: () => crypto.randomUUID(),
	};
}

/** Renews the kit of this device when one is due. */
export const kitTask: Task = async () => {
	const renewal = await renewKitIfDue(renewalPorts());
	switch (renewal.state) {
		case "not_enrolled":
		case "not_due":
			return { state: "idle" };
		case "renewed":
			return { state: "done" };
		case "failed": {
			const { error } = renewal;
			// A kit that the portal will not give must not hold the queue back: the counter shows how long its keys last.
			const withheld = error.kind === "refused" && error.status === 409;
			return withheld ? { state: "done" } : { state: "failed", error };
		}
		default:
			return assertNever(renewal);
	}
};
