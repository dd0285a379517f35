import "client-only";
import type { ZodType } from "zod";
import type { ProvingDevice } from "@/lib/portal/device-proof";
import { callPortal, type PortalFailure, type PortalPorts, probePortal } from "@/lib/portal/portal-client";
import { err, type Result } from "@/lib/shared/result";
import { loadDevice, loadUnlocked } from "../identity/device-store";
import { readClock, witnessServerTime } from "../trust/clock";
import { notePortal } from "./portal-health";
import { reachPortal } from "./transport";

/** Calls of the portal that this page comes from, as this device: its key, its clock, its memory of the portal. */
export type DeviceCall<Answer> = {
	readonly answer: ZodType<Answer>;
	/** Signs the request: the enrolled device by default, which a counter can only be while it is unlocked; null for calls of the public. */
	readonly device?: ProvingDevice | null;
	/** Another key of the enrolled device, which the portal is expected to know. */
	readonly by?: ProvingDevice | undefined;
	/** Seconds until the call counts as unreachable. */
	readonly timeout?: number;
};

function portalPorts(): PortalPorts {
	return {
		origin: globalThis.location.origin,
		fetch: reachPortal,
		clock: { read: () => readClock(), learn: (serverTime) => witnessServerTime(serverTime) },
		noteHealth: (state) => notePortal(state),
	};
}

/** POSTs `body` as JSON to `path` of this origin. Never throws for what the network or the server does. */
export async function callFromDevice<Answer>(
	path: string,
	body: unknown,
	{ answer, device: given, by, timeout }: DeviceCall<Answer>,
): Promise<Result<Answer, PortalFailure>> {
	const device = given === undefined ? (by ?? (await loadUnlocked())) : given;
	if (device === undefined) {
		const code = (await loadDevice()) === undefined ? "not_enrolled" : "counter_locked";
		return err({ kind: "refused", code, retryable: false });
	}
	return callPortal({ path, body, answer, device, enrolled: given === undefined, timeout }, portalPorts());
}

/** Whether the portal is there; needs no enrolment. */
export function probeFromDevice(): Promise<Result<true, PortalFailure>> {
	return probePortal(portalPorts());
}
