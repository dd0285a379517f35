import type { Reentry } from "@/lib/checkin/gate-rules";
import { type AssignmentInput, CAPACITY_LIMIT, GATES_LIMIT } from "@/lib/protocol/console";
import { LABEL_LIMIT } from "@/lib/protocol/fields";
import type { AssignmentKind } from "@/lib/shared/assignment-kind";
import { err, ok, type Result } from "@/lib/shared/result";

/** The form as typed; times are those of `<input type="datetime-local">`, in the zone of this computer. */
export type AssignmentDraft = {
	readonly kind: AssignmentKind;
	readonly name: string;
	/** One gate a line. */
	readonly gates: string;
	readonly capacity: string;
	readonly reentry: Reentry;
	readonly autoClose: boolean;
	readonly from: string;
	readonly to: string;
};

export type AssignmentProblem = "name" | "gates" | "capacity" | "from" | "to" | "order";

/** Seconds since 1970 of a local wall-clock time, undefined when it is none. */
export function localToNumericDate(local: string): number | undefined {
	if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(local)) return undefined;
	// Without a zone designator ECMA-262 reads a date-time as local time.
	const milliseconds = Date.parse(local);
	return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}

/** What `<input type="datetime-local">` shows for a moment. */
export function numericDateToLocal(at: number): string {
	const date = new Date(at * 1000);
	const two = (value: number) => String(value).padStart(2, "0");
	return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/**
 * The message to send, or what has to be put right first. `named.onlyGate` is what the gate of an event is called when
 * none was named: doors count at gates, so an event has at least one.
 */
export function readAssignment(
	draft: AssignmentDraft,
	named: { id: string; venue: string; onlyGate: string },
): Result<AssignmentInput, ReadonlySet<AssignmentProblem>> {
	const problems = new Set<AssignmentProblem>();
	const name = draft.name.trim();
	const gates = draft.gates
		.split("\n")
		.map((gate) => gate.trim())
		.filter((gate) => gate !== "");
	const from = localToNumericDate(draft.from);
	const to = localToNumericDate(draft.to);
	const capacity = draft.capacity.trim() === "" ? null : Number(draft.capacity);
	if (name === "") problems.add("name");
	if (
		new Set(gates).size !== gates.length ||
		gates.length > GATES_LIMIT ||
		gates.some((gate) => gate.length > LABEL_LIMIT)
	) {
		problems.add("gates");
	}
	if (capacity !== null && !(Number.isInteger(capacity) && capacity > 0 && capacity <= CAPACITY_LIMIT)) {
		problems.add("capacity");
	}
	if (from === undefined) problems.add("from");
	if (to === undefined) problems.add("to");
	if (from === undefined || to === undefined || problems.size > 0) return err(problems);
	if (to <= from) return err(problems.add("order"));
	const { id, venue, onlyGate } = named;
	const place = { id, venue, kind: draft.kind, name, from, to };
	if (draft.kind === "train") {
		return ok({ ...place, gates: [], capacity: null, reentry: "allowed", autoClose: false });
	}
	const { reentry, autoClose } = draft;
	return ok({ ...place, gates: gates.length === 0 ? [onlyGate] : gates, capacity, reentry, autoClose });
}
