import "client-only";
import { indicesLeft } from "@/lib/kit/index-reservation";
import { readDelegations } from "@/lib/kit/own-delegation";
import { type Renewal, type RenewalPorts, renewKitIfDue } from "@/lib/kit/renew-kit";
import type { Task } from "@/lib/outbox/run-tasks";
import type { PortalFailure } from "@/lib/portal/portal-client";
import { deviceKit } from "@/lib/protocol/device-kit";
import { PATHS } from "@/lib/protocol/paths";
import { assertNever } from "@/lib/shared/assert-never";
import { callFromDevice } from "../portal/call-from-device";
import { withLock } from "../store/locks";
import { deviceNow } from "../trust/clock";
import { loadDevice, transportKeyOf } from "./device-store";
import { indexedDbIndexStore, indexWitness } from "./index-store";
import { indexedDbKitStore } from "./kit-store";
import { currentStart, noteLife, reportOf } from "./start";
import type { StoredDevice } from "./stored-device";

function renewalPorts(): RenewalPorts<PortalFailure> {
	return {
		kit: indexedDbKitStore(),
		indices: { store: indexedDbIndexStore(), witness: indexWitness() },
		start: async ({ role }) => (role === "counter" ? reportOf(await currentStart()) : undefined),
		noteLife: async (life) => noteLife(life, await currentStart()),
		ask: async (request) => {
			const transport = (await transportKeyOf())?.publicJwk;
			const named = transport === undefined ? request : { ...request, transport };
			return callFromDevice(PATHS.kit, named, { answer: deviceKit });
		},
		now: deviceNow,
		newKey: () => crypto.randomUUID(),
	};
}

/** One renewal at a time, whoever asks for it. */
const renewWhenDue = (): Promise<Renewal<PortalFailure>> => withLock("relais-kit", () => renewKitIfDue(renewalPorts()));

/** Milliseconds that the first person waits at most for what the portal has to say. */
const FIRST_CONTACT = 3_000;

/** Starts in which this page has asked already: a portal that is away makes nobody wait twice. */
const asked = new Set<string>();

/**
 * Before the first issue after each start, what the portal has seen of this device (spec OL-2): it may have been restored
 * from a copy, or have a twin. An answer that comes too late is heeded when it comes.
 */
export async function learnFirst(): Promise<void> {
	const start = await currentStart();
	const device = await loadDevice();
	const isTold = asked.has(start) || device?.toldStart === start;
	asked.add(start);
	// A renewal that is under way may have given a block up and be asking for another.
	const rests = isTold && device !== undefined && !(await hasNothingLeft(device));
	const contact = rests ? withLock("relais-kit", async () => undefined) : renewWhenDue();
	await Promise.race([contact, new Promise((resolve) => setTimeout(resolve, FIRST_CONTACT))]);
}

async function hasNothingLeft(device: StoredDevice): Promise<boolean> {
	const { indices, now } = renewalPorts();
	return (await indicesLeft(readDelegations(device.delegations), { ...indices, seen: device, now: now() })) === 0;
}

/** Renews the kit of this device when one is due. */
export const kitTask: Task = async () => {
	const renewal = await renewWhenDue();
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
