import type { NumericDate } from "@/lib/shared/numeric-date";
import { PASS_FORMATS } from "@/lib/shared/pass-format";

export const DIRECTIONS = ["in", "out"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** By a verified pass, by a typed check code. */
export const PASSAGE_OUTCOMES = ["accepted", "provisional"] as const;

/** What was presented: a pass of a format, or a typed check code. */
export const CHECKIN_FORMATS = [...PASS_FORMATS, "code"] as const;

/**
 * One passage through a gate: a member of a grow-only set, never changed and never removed. A mistake is taken back
 * by a second event that names it in `undoes` and has the opposite direction. Nothing here names a person (design
 * rule 5). The wire schema is `checkinEvent` in lib/protocol/checkins.ts.
 */
export type CheckinEvent = {
	/** UUID made by the device: the event's identity. */
	readonly id: string;
	/** Assignment id. */
	readonly assignment: string;
	readonly gate: string;
	readonly at: NumericDate;
	readonly direction: Direction;
	readonly outcome: (typeof PASSAGE_OUTCOMES)[number];
	readonly format: (typeof CHECKIN_FORMATS)[number];
	/** b64u HMAC-SHA-256 of the pass id under the event's salt, truncated to 16 bytes. */
	readonly pseudonym: string;
	/** Id of the passage that this event takes back. */
	readonly undoes?: string | undefined;
};

/**
 * Places that staff named themselves are counted on their own device: the portal has no assignment to count them under,
 * so their events are never sent.
 */
const LOCAL_PREFIX = "local-";

export function localAssignment(id: string): string {
	return `${LOCAL_PREFIX}${id}`;
}

export function isLocalAssignment(assignment: string): boolean {
	return assignment.startsWith(LOCAL_PREFIX);
}
