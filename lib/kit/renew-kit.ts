/**
 * Asks for a fresh kit when one is due, and takes what it brings. The request's key is stored before it is sent and
 * kept until the answer is stored, so that a lost answer never costs a second index block. The caller makes sure that
 * one renewal runs at a time.
 */
import type { DeviceKit, KitRequest } from "@/lib/protocol/device-kit";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Result } from "@/lib/shared/result";
import { abandonRestoredBlocks, type IndexMemory, indicesLeft } from "./index-reservation";
import type { KitStore } from "./kit-store";
import { readDelegations } from "./own-delegation";
import { kitIsDue, mergeKit, type OwnKit } from "./own-kit";

export type RenewalPorts<Problem> = {
	readonly kit: KitStore;
	readonly indices: Pick<IndexMemory, "store" | "witness">;
	readonly ask: (request: KitRequest) => Promise<Result<DeviceKit, Problem>>;
	readonly now: () => NumericDate;
	/** A random UUID. */
	readonly newKey: () => string;
};

export type Renewal<Problem> =
	| { readonly state: "not_enrolled" }
	| { readonly state: "not_due" }
	| { readonly state: "renewed"; readonly kit: OwnKit }
	| { readonly state: "failed"; readonly error: Problem };

export async function renewKitIfDue<Problem>(ports: RenewalPorts<Problem>): Promise<Renewal<Problem>> {
	const kit = await ports.kit.load();
	if (kit === undefined) return { state: "not_enrolled" };
	const now = ports.now();
	const delegations = readDelegations(kit.delegations);
	const left = await indicesLeft(delegations, { ...ports.indices, highestIndex: kit.highestIndex, now });
	if (!kitIsDue(kit, { now, indicesLeft: left })) return { state: "not_due" };
	const renewal = await renewKit(left, ports);
	if (renewal.state !== "renewed") return renewal;
	const { highestIndex } = renewal.kit;
	const renewed = readDelegations(renewal.kit.delegations);
	const restored = await abandonRestoredBlocks(renewed, { ...ports.indices, highestIndex });
	// The block that was given up is replaced at once: a counter without indices could not issue.
	return restored ? renewKit(0, ports) : renewal;
}

async function renewKit<Problem>(left: number, ports: RenewalPorts<Problem>): Promise<Renewal<Problem>> {
	const key = await ports.kit.requestKey(ports.newKey());
	const answered = await ports.ask({ key, indicesLeft: left });
	if (!answered.ok) return { state: "failed", error: answered.error };
	const kit = await ports.kit.renew((before) => mergeKit(before, answered.value, ports.now()));
	return kit === undefined ? { state: "not_enrolled" } : { state: "renewed", kit };
}
