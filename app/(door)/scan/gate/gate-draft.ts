import { localAssignment } from "@/lib/checkin/checkin-event";
import type { GateChoice } from "@/lib/device/door/gate-choice";
import type { Assignment, DeviceRole } from "@/lib/protocol/device-kit";
import type { AssignmentKind } from "@/lib/shared/assignment-kind";
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";

/** The choice of "another place": an assignment that only this device knows. */
export const OTHER = "other";
/** Doors open before an event begins, and somebody checks what has just ended. */
const EARLY = 24 * HOUR;
const LATE = 6 * HOUR;
/** How long an assignment that staff named themselves lasts; its salt is deleted six hours later. */
const OWN_LENGTH = 18 * HOUR;

export type GateDraft = {
	/** Assignment id, or `OTHER`. */
	readonly assignment: string;
	readonly gate: string;
	readonly mode: AssignmentKind;
	readonly name: string;
};

/** What may be checked now, the one under way or nearest first. */
export function currentAssignments(all: readonly Assignment[], now: NumericDate): readonly Assignment[] {
	const distance = ({ from, to }: Assignment) => Math.max(from - now, now - to, 0);
	return all
		.filter(({ from, to }) => from - EARLY <= now && now <= to + LATE)
		.sort((a, b) => distance(a) - distance(b) || a.from - b.from);
}

export function startDraft(role: DeviceRole, assignments: readonly Assignment[]): GateDraft {
	const [first] = assignments;
	const mode = role === "train" ? "train" : "event";
	return { assignment: first?.id ?? OTHER, gate: first?.gates[0] ?? "", mode, name: "" };
}

/**
 * The post to start with; undefined while its name is missing. `id` is random and names an assignment that staff named.
 */
export function gateOf(
	draft: GateDraft,
	at: { readonly chosen: Assignment | undefined; readonly now: NumericDate; readonly id: string },
): GateChoice | undefined {
	const { chosen, now, id } = at;
	if (chosen !== undefined) {
		const { id: assignment, name, kind: mode, capacity, to: ends } = chosen;
		return { assignment, name, gate: draft.gate, mode, capacity: mode === "train" ? null : capacity, ends };
	}
	const name = draft.name.trim();
	if (name === "") return undefined;
	const gate = draft.mode === "train" ? "" : draft.gate.trim();
	return { assignment: localAssignment(id), name, gate, mode: draft.mode, capacity: null, ends: now + OWN_LENGTH };
}
