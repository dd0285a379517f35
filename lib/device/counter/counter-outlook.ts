import "client-only";
import { codesUntil } from "@/lib/kit/allowance";
import { indicesLeft } from "@/lib/kit/index-reservation";
import { issuableKinds, keysUntil, readDelegations } from "@/lib/kit/own-delegation";
import { type Gaps, gapsOf } from "@/lib/kit/start-ledger";
import type { PortalHealth } from "@/lib/portal/portal-health";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { ClockReading } from "@/lib/trust/device-clock";
import { loadDevice } from "../identity/device-store";
import { indexedDbIndexStore, indexWitness } from "../identity/index-store";
import { type HeardLife, lifeStore, reportOf } from "../identity/start";
import { readPortalHealth } from "../portal/portal-health";
import { deviceNow, peekClock } from "../trust/clock";

/** How long and how far this counter can go on by itself, and how the portal is. */
export type CounterOutlook = {
	readonly left: number;
	readonly until: NumericDate | undefined;
	/** Until when what is issued gets a check code. */
	readonly codes: NumericDate | undefined;
	readonly kinds: readonly AttestationKind[];
	readonly portal: PortalHealth;
	readonly clock: ClockReading;
	/** What the portal said last of copies of this device; undefined before its first word. */
	readonly life: HeardLife | undefined;
	/** Numbers that were given here and are not registered, by what became of them. */
	readonly gaps: Gaps | undefined;
};

export async function loadOutlook(): Promise<CounterOutlook | undefined> {
	const device = await loadDevice();
	if (device === undefined) return undefined;
	const now = deviceNow();
	const report = await reportOf();
	const delegations = readDelegations(device.delegations);
	const memory = { store: indexedDbIndexStore(), witness: indexWitness() };
	return {
		left: await indicesLeft(delegations, { ...memory, now, seen: device }),
		until: keysUntil(delegations, now),
		codes: codesUntil(
			device.codeKeys.holder === "issuer" ? Object.keys(device.codeKeys.days) : [],
			Math.max(0, ...delegations.map(({ longest }) => longest)),
		),
		kinds: issuableKinds(delegations, now),
		portal: await readPortalHealth(),
		clock: await peekClock(),
		life: await lifeStore().read(),
		gaps: report && gapsOf(report),
	};
}
