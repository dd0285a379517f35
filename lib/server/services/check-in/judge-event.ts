/** Whether an event can have happened at its assignment (spec AB-5). */
import "server-only";
import type { CheckinEvent, RefusedCheckin } from "@/lib/protocol/checkins";
import { DAY, LAST_SECOND, type NumericDate } from "@/lib/shared/numeric-date";

/** What is known of an assignment of the caller's venue. */
export type JudgedAssignment = {
	readonly id: string;
	/** None: the only gate has no name. */
	readonly gates: readonly string[];
	readonly from: NumericDate;
	readonly to: NumericDate;
};

/** Doors open early, events run late, trains are delayed, and clocks of devices are not exact. */
const MARGIN = DAY;

export function hasGate({ gates }: Pick<JudgedAssignment, "gates">, gate: string): boolean {
	return gates.length === 0 ? gate === "" : gates.includes(gate);
}

/** The reason by which it is refused for good; undefined: it is stored. */
export function judgeEvent(
	event: CheckinEvent,
	assignment: JudgedAssignment | undefined,
	now: NumericDate,
): RefusedCheckin["reason"] | undefined {
	if (event.at > LAST_SECOND) return "time_impossible";
	if (assignment === undefined) return "assignment_unknown";
	const { from, to } = assignment;
	if (!hasGate(assignment, event.gate)) return "assignment_unknown";
	const within = event.at >= from - MARGIN && event.at <= Math.min(to, now) + MARGIN;
	return within ? undefined : "time_impossible";
}
