/** Whether an event has room: the warning before it is full, the stop when it is, and a supervisor's word against it. */
import { MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import type { Override } from "./checkin-event";
import type { EventSet } from "./event-set";
import type { Occupancy } from "./occupancy";

/** How long one word of a supervisor holds at a gate. */
export const OVERRIDE_LASTS = 10 * MINUTE;

export type Room =
	/** Nobody counts here. */
	| { readonly state: "uncounted" }
	| { readonly state: "room" | "nearly" }
	/** `until`: a supervisor lets people in until then; undefined: nobody comes in. */
	| { readonly state: "full"; readonly override: Override | undefined; readonly until: NumericDate | undefined };

type Limits = {
	readonly capacity: number | null;
	/** Percent of the capacity. */
	readonly warnAt: number;
	readonly override: Override | undefined;
};

/** Also near where the count cannot exclude that it is full. */
export function roomOf(
	{ counted, atMost }: Pick<Occupancy, "counted" | "atMost">,
	{ capacity, warnAt, override }: Limits,
	now: NumericDate,
): Room {
	if (capacity === null) return { state: "uncounted" };
	if (counted >= capacity) {
		const until = override === undefined ? 0 : override.at + OVERRIDE_LASTS;
		return { state: "full", override, until: now < until ? until : undefined };
	}
	const near = counted * 100 >= capacity * warnAt || (atMost !== undefined && atMost >= capacity);
	return { state: near ? "nearly" : "room" };
}

/** The newest one at this gate: another gate's supervisor does not speak for it. */
export function latestOverride(set: EventSet, at: { assignment: string; gate: string }): Override | undefined {
	let latest: Override | undefined;
	for (const event of set.values()) {
		if (event.type !== "override" || event.assignment !== at.assignment || event.gate !== at.gate) continue;
		if (latest === undefined || event.at > latest.at) latest = event;
	}
	return latest;
}
