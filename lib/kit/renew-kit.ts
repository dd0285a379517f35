/**
 * Asks for a fresh kit when one is due, and takes what it brings. The request's key is stored before it is sent and
 * kept until the answer is stored, so that a lost answer never costs a second index block. The caller makes sure that
 * one renewal runs at a time.
 */
import type { DeviceKit, KitRequest } from "@/lib/protocol/device-kit";
import type { Life, StartReport } from "@/lib/protocol/starts";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Result } from "@/lib/shared/result";
import { giveUpForeseen, giveUpOlderThan, type IndexMemory, indicesLeft } from "./index-reservation";
import type { KitStore } from "./kit-store";
import { readDelegations } from "./own-delegation";
import { kitIsDue, mergeKit, type OwnKit } from "./own-kit";

export type RenewalPorts<Problem> = {
	readonly kit: KitStore;
	readonly indices: Pick<IndexMemory, "store" | "witness">;
	/** Counters: what is told of the present start (./start-ledger.ts). */
	readonly start: (kit: OwnKit) => Promise<StartReport | undefined>;
	/** What the portal said of this device's lives is kept for the screens. */
	readonly noteLife: (life: Life) => Promise<void>;
	readonly ask: (request: KitRequest) => Promise<Result<DeviceKit, Problem>>;
	readonly now: () => NumericDate;
	/** A random UUID. */
	readonly newKey: () => string;
};

export type Renewal<Problem> =
	| { readonly state: "not_enrolled" }
	| { readonly state: "not_due" }
	| { readonly state: "renewed"; readonly kit: OwnKit; readonly life: Life | undefined }
	| { readonly state: "failed"; readonly error: Problem };

export async function renewKitIfDue<Problem>(ports: RenewalPorts<Problem>): Promise<Renewal<Problem>> {
	const kit = await ports.kit.load();
	if (kit === undefined) return { state: "not_enrolled" };
	const now = ports.now();
	const start = await ports.start(kit);
	const told = start === undefined || (kit.toldStart === start.id && kit.toldPins === orderOf(start));
	const left = await indicesLeft(readDelegations(kit.delegations), { ...ports.indices, seen: kit, now });
	if (!kitIsDue(kit, { now, indicesLeft: left, told })) return { state: "not_due" };
	const renewal = await renewKit({ left, start }, ports);
	if (renewal.state !== "renewed") return renewal;
	const gaveUp = await heed(renewal, ports);
	// The block that was given up is replaced at once: a counter without indices could not issue.
	return gaveUp ? renewKit({ left: 0, start }, ports) : renewal;
}

/** An order that was just heard is confirmed at once: the authority waits for it. */
function orderOf(start: StartReport | undefined): string | undefined {
	return typeof start?.pins === "string" ? start.pins : undefined;
}

/** Blocks that another life of this device may have used are given up. Answers whether there were any. */
async function heed<Problem>(
	{ kit, life }: Extract<Renewal<Problem>, { state: "renewed" }>,
	{ indices }: RenewalPorts<Problem>,
): Promise<boolean> {
	const delegations = readDelegations(kit.delegations);
	const older = await giveUpOlderThan(life?.since ?? 0, delegations, indices);
	return (await giveUpForeseen(delegations, { ...indices, seen: kit })) || older;
}

async function renewKit<Problem>(
	{ left, start }: { readonly left: number; readonly start: StartReport | undefined },
	ports: RenewalPorts<Problem>,
): Promise<Renewal<Problem>> {
	const key = await ports.kit.requestKey(ports.newKey(), start?.id);
	const answered = await ports.ask({ key, indicesLeft: left, ...(start === undefined ? {} : { start }) });
	if (!answered.ok) return { state: "failed", error: answered.error };
	const { life } = answered.value;
	if (life !== undefined) await ports.noteLife(life);
	const kit = await ports.kit.renew((before) => ({
		...mergeKit(before, answered.value, ports.now()),
		toldStart: start?.id,
		toldPins: orderOf(start),
	}));
	return kit === undefined ? { state: "not_enrolled" } : { state: "renewed", kit, life };
}
