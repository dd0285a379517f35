import { localAssignment } from "@/lib/checkin/checkin-event";
import type { GateRole } from "@/lib/checkin/gate-rules";
import { type GateChoice, newGate, type TrainRun } from "@/lib/device/door/gate-choice";
import type { Assignment, DeviceRole } from "@/lib/protocol/device-kit";
import type { AssignmentKind } from "@/lib/shared/assignment-kind";
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import { readCapacity } from "./capacity";

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
	/** Events only. */
	readonly role: GateRole;
	/** Of a place that staff name themselves, as typed. */
	readonly capacity: string;
	/** Trains only. */
	readonly run: TrainRun;
};

/** What may be checked now, the one under way or nearest first. */
export function currentAssignments(all: readonly Assignment[], now: NumericDate): readonly Assignment[] {
	const distance = ({ from, to }: Assignment) => Math.max(from - now, now - to, 0);
	return all
		.filter(({ from, to }) => from - EARLY <= now && now <= to + LATE)
		.sort((a, b) => distance(a) - distance(b) || a.from - b.from);
}

/** `today`: `YYYY-MM-DD`, by the device's own calendar. */
export function startDraft(
	role: DeviceRole,
	{ assignments, today }: { readonly assignments: readonly Assignment[]; readonly today: string },
): GateDraft {
	const [first] = assignments;
	const mode = role === "train" ? "train" : "event";
	return {
		assignment: first?.id ?? OTHER,
		gate: first?.gates[0] ?? "",
		mode,
		name: "",
		role: "both",
		capacity: "",
		run: { from: "", to: "", date: today },
	};
}

/**
 * The post to start with; undefined while something of it is missing. `id` is random and names an assignment that staff named.
 */
export function gateOf(
	draft: GateDraft,
	at: { readonly chosen: Assignment | undefined; readonly now: NumericDate; readonly id: string },
): GateChoice | undefined {
	const { chosen, now, id } = at;
	const gate = draft.gate.trim();
	if (chosen !== undefined) {
		const { id: assignment, name, kind: mode, capacity, reentry, autoClose, to: ends, gates } = chosen;
		const choice = { assignment, name, gate, mode, ends, since: now };
		if (mode === "train") return newGate({ ...choice, capacity: null, run: runOf(draft) });
		return newGate({ ...choice, ...wayOf(draft), capacity, reentry, autoClose, gates });
	}
	const name = draft.name.trim();
	const { mode } = draft;
	const capacity = mode === "train" ? null : readCapacity(draft.capacity);
	if (name === "" || capacity === undefined) return undefined;
	const own = { assignment: localAssignment(id), name, gate, mode, capacity, ends: now + OWN_LENGTH, since: now };
	return newGate(mode === "train" ? { ...own, run: runOf(draft) } : { ...own, ...wayOf(draft) });
}

function wayOf({ role }: GateDraft): Pick<GateChoice, "role" | "direction"> {
	return { role, direction: role === "exit" ? "out" : "in" };
}

function runOf({ run: { from, to, date } }: GateDraft): TrainRun {
	return { from: from.trim(), to: to.trim(), date };
}
