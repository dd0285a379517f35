import "client-only";
import type { DeviceKit } from "@/lib/protocol/device-kit";
import { DAY, HOUR, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import { type OwnDelegation, readDelegations } from "../counter/delegations";
import type { StoredDevice } from "./stored-device";

/** When a device asks for a fresh kit and what it takes from it. Nothing here calls anybody. */

/** Days of delegation left below which a kit is wanted now. */
const DAYS_WANTED = 10;
/** Indices left below which another block is wanted now: some days of a busy pharmacy. */
const INDICES_WANTED = 300;
const ROUTINE_EVERY = 12 * HOUR;
/** A device that wants one now does not ask more often. */
const WANTED_EVERY = 15 * MINUTE;

/** The last moment at which this counter can sign; undefined when it has no delegation left. */
export function keysUntil(delegations: readonly OwnDelegation[], now: NumericDate): NumericDate | undefined {
	const ends = delegations.filter((one) => now < one.exp).map((one) => one.exp);
	return ends.length === 0 ? undefined : Math.max(...ends);
}

export function kitIsDue(
	device: Pick<StoredDevice, "role" | "kitAt" | "delegations" | "codeKeys">,
	at: { now: NumericDate; indicesLeft: number },
): boolean {
	const age = at.now - device.kitAt;
	// A clock that was set back must not put renewal off.
	if (age < 0 || age >= ROUTINE_EVERY) return true;
	return age >= WANTED_EVERY && runsLow(device, at);
}

function runsLow(
	device: Pick<StoredDevice, "role" | "delegations" | "codeKeys">,
	{ now, indicesLeft }: { now: NumericDate; indicesLeft: number },
): boolean {
	if (device.role !== "counter") return !hasCodeKeys(device, now);
	const until = keysUntil(readDelegations(device.delegations), now);
	return until === undefined || until - now < DAYS_WANTED * DAY || indicesLeft < INDICES_WANTED;
}

function hasCodeKeys(device: Pick<StoredDevice, "codeKeys">, now: NumericDate): boolean {
	const today = new Date(now * 1000).toISOString().slice(0, 10);
	return Object.hasOwn(device.codeKeys.days, today);
}

/**
 * The device after a renewal. Delegations are additive until they end; the pinned root is never taken from a kit (only
 * the enrolment and a signed keyset may name one).
 */
export function mergeKit(device: StoredDevice, kit: DeviceKit, now: NumericDate): StoredDevice {
	const known = new Set([...device.delegations, ...kit.delegations]);
	const lasting = readDelegations([...known]).filter((one) => now < one.exp + DAY);
	return {
		...device,
		label: kit.label,
		pharmacy: kit.pharmacy,
		delegations: lasting.map((one) => one.jwt),
		highestIndex: kit.highestIndex,
		codeKeys: kit.codeKeys,
		assignments: kit.assignments,
		products: kit.products,
		kitAt: now,
	};
}
