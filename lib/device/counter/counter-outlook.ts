import "client-only";
import type { PortalHealth } from "@/lib/portal/portal-health";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { loadDevice } from "../identity/device-store";
import { keysUntil } from "../identity/kit";
import { readPortalHealth } from "../portal/portal-health";
import { type ClockReading, deviceNow, peekClock } from "../trust/clock";
import { issuableKinds, readDelegations } from "./delegations";
import { indicesLeft } from "./index-reservation";

/** How long and how far this counter can go on by itself, and how the portal is. */
export type CounterOutlook = {
	readonly left: number;
	readonly until: NumericDate | undefined;
	readonly kinds: readonly AttestationKind[];
	readonly portal: PortalHealth;
	readonly clock: ClockReading;
};

export async function loadOutlook(): Promise<CounterOutlook | undefined> {
	const device = await loadDevice();
	if (device === undefined) return undefined;
	const now = deviceNow();
	const delegations = readDelegations(device.delegations);
	return {
		left: await indicesLeft(delegations, { now, highestIndex: device.highestIndex, witness: window.localStorage }),
		until: keysUntil(delegations, now),
		kinds: issuableKinds(delegations, now),
		portal: await readPortalHealth(),
		clock: await peekClock(),
	};
}
