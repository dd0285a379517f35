import type { NumericDate } from "@/lib/shared/numeric-date";
import { PASS_FORMATS } from "@/lib/shared/pass-format";

export const DIRECTIONS = ["in", "out"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** By a verified pass, by a typed check code. */
export const PASSAGE_OUTCOMES = ["accepted", "provisional"] as const;

/** What was presented: a pass of a format, or a typed check code. */
export const CHECKIN_FORMATS = [...PASS_FORMATS, "code"] as const;

/** Why a supervisor lets people in though the event is full. A choice, no text: a text could name somebody. */
export const OVERRIDE_REASONS = ["recounted", "reserved", "shelter", "organiser"] as const;
export type OverrideReason = (typeof OVERRIDE_REASONS)[number];

/** What every event says. */
type AtGate = {
	/** UUID made by the device: the event's identity. */
	readonly id: string;
	/** Assignment id. */
	readonly assignment: string;
	readonly gate: string;
	readonly at: NumericDate;
};

/** Somebody came in or went out with a pass or a code. Nothing here names a person (design rule 5). */
export type Passage = AtGate & {
	readonly type: "passage";
	readonly direction: Direction;
	readonly outcome: (typeof PASSAGE_OUTCOMES)[number];
	readonly format: (typeof CHECKIN_FORMATS)[number];
	/** b64u HMAC-SHA-256 of the pass id under the event's salt, truncated to 16 bytes. */
	readonly pseudonym: string;
	/**
	 * Of a paper's QR: the pseudonym under which the same paper's check code passes. Two papers may share one (twins),
	 * so it links a code to passes and never two passes to each other.
	 */
	readonly alias?: string | undefined;
	/** Id of the salt: pseudonyms under different ones cannot be compared. */
	readonly salt: string;
	/** Of an entry: the post knew that this person was inside; at a gate staff were asked (CI-4). */
	readonly again?: true | undefined;
	/** Id of the passage that this event takes back. */
	readonly undoes?: string | undefined;
};

/** Somebody passed without a scan, and staff say so: one more, or one fewer. */
type Correction = AtGate & { readonly type: "correction"; readonly direction: Direction };

/** A supervisor lets people in at this gate though the event is full. Counts nobody. */
export type Override = AtGate & { readonly type: "override"; readonly reason: OverrideReason };

/**
 * What happened at a gate: a member of a grow-only set, never changed and never removed. A mistake is taken back by a
 * second event. The wire schema is `checkinEvent` in lib/protocol/checkins.ts.
 */
export type CheckinEvent = Passage | Correction | Override;

/** Of passages that a version recorded which did not name its salts: comparable with nothing but their own gate's. */
export const UNNAMED_SALT = "AAAAAAAAAAA";

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
