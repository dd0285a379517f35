/**
 * What a device keeps of the kits that it was given, and what a renewal changes. Nothing here calls anybody.
 */
import type { DeviceKit } from "@/lib/protocol/device-kit";
import { utcDay } from "@/lib/shared/civil-day";
import { DAY, HOUR, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import { keysUntil, readDelegations } from "./own-delegation";

export type OwnKit = Pick<
	DeviceKit,
	| "deviceId"
	| "role"
	| "label"
	| "root"
	| "pharmacy"
	| "delegations"
	| "highestIndex"
	| "codeKeys"
	| "assignments"
	| "products"
	| "recordKey"
> & {
	/** What was published then; absent from kits of an earlier version. */
	readonly published?: DeviceKit["published"];
	/** What the authority had seen of the blocks; absent from kits of an earlier version. */
	readonly seen?: DeviceKit["seen"];
	/** Id of the start that the last kit was asked in. */
	readonly toldStart?: string | undefined;
	/** The order about PINs that it said it heeds (spec VA-11). */
	readonly toldPins?: string | undefined;
	/** Days for which names and sheets are kept; absent from kits of an earlier version. */
	readonly sheetDays?: DeviceKit["sheetDays"];
	/** When the server last answered with a kit. */
	readonly kitAt: NumericDate;
};

/** Days of delegation left below which a kit is wanted now. */
const DAYS_WANTED = 10;
/** Indices left below which another block is wanted now: some days of a busy pharmacy. */
const INDICES_WANTED = 300;
const ROUTINE_EVERY = 12 * HOUR;
/** A device that wants one now does not ask more often. */
const WANTED_EVERY = 15 * MINUTE;

export function kitIsDue(
	kit: Pick<OwnKit, "role" | "kitAt" | "delegations" | "codeKeys" | "recordKey">,
	at: { readonly now: NumericDate; readonly indicesLeft: number; readonly told: boolean },
): boolean {
	// A counter that just started may have been restored from a copy, or have a twin: it asks before anything else.
	if (!at.told) return true;
	const age = at.now - kit.kitAt;
	// A clock that was set back must not put renewal off.
	if (age < 0 || age >= ROUTINE_EVERY) return true;
	// It cannot issue: a block that was just given up is replaced in the same round.
	if (kit.role === "counter" && at.indicesLeft === 0) return true;
	return age >= WANTED_EVERY && runsLow(kit, at);
}

function runsLow(
	kit: Pick<OwnKit, "role" | "delegations" | "codeKeys" | "recordKey">,
	{ now, indicesLeft }: { readonly now: NumericDate; readonly indicesLeft: number },
): boolean {
	if (kit.role !== "counter") return !Object.hasOwn(kit.codeKeys.days, utcDay(now));
	// Without it nothing is sent while the counter is locked.
	if (kit.recordKey === undefined) return true;
	const until = keysUntil(readDelegations(kit.delegations), now);
	return until === undefined || until - now < DAYS_WANTED * DAY || indicesLeft < INDICES_WANTED;
}

/**
 * What is held (and whatever lies beside it) after a renewal. Delegations are additive until they end; the pinned root
 * is never taken from a kit (only the enrolment and a signed keyset may name one).
 */
export function mergeKit<Holder extends OwnKit>(holder: Holder, kit: DeviceKit, now: NumericDate): Holder {
	const known = new Set([...holder.delegations, ...givenBy(kit)]);
	const lasting = readDelegations([...known]).filter((one) => now < one.exp + DAY);
	return {
		...holder,
		label: kit.label,
		pharmacy: kit.pharmacy,
		delegations: lasting.map((one) => one.jwt),
		highestIndex: kit.highestIndex,
		seen: kit.seen,
		codeKeys: kit.codeKeys,
		assignments: kit.assignments,
		products: kit.products,
		sheetDays: kit.sheetDays,
		...(kit.recordKey === undefined ? {} : { recordKey: kit.recordKey }),
		kitAt: now,
	};
}

/**
 * What this very request was given. The others may be a twin's (spec OL-3), or were given to a life that this device no
 * longer remembers: an index of theirs may be out already.
 */
function givenBy({ delegations, allotted }: DeviceKit): readonly string[] {
	if (allotted === undefined) return delegations;
	return readDelegations(delegations)
		.filter(({ jti }) => jti === allotted)
		.map(({ jwt }) => jwt);
}
