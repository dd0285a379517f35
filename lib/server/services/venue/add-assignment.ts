import "server-only";
import type { AssignmentInput } from "@/lib/protocol/console";
import { LAST_SECOND } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import type { Actor } from "../../audit/actor";
import { noteAct } from "../../audit/note-act";
import type { ServerContext } from "../../context/server-context";
import { isForeignKeyViolation } from "../../db/faults";
import { timestamp } from "../../db/timestamp";
import { transact } from "../../db/transact";
import type { Refusal } from "../refusal";
import { type AssignmentRow, assignmentCounts, assignmentRow, readBalances } from "./venue-row";

type Added = Result<AssignmentRow, Refusal<"field_impossible" | "venue_unknown" | "id_taken">>;

/**
 * An event or a train of a venue. An event has at least one gate; a train has none and counts no seats. The same id with
 * the same content answers as the first time.
 */
export async function addAssignment({ db, clock }: ServerContext, input: AssignmentInput, by: Actor): Promise<Added> {
	const field = offendingField(input);
	if (field !== undefined) return err({ code: "field_impossible", field });
	const { id, venue, kind, gates, capacity, reentry, autoClose, from, to } = input;
	const name = input.name.normalize("NFC");
	const content = { venueId: venue, kind, name, gates: [...gates], capacity, reentry, autoClose };
	const times = { startsAt: timestamp(from), endsAt: timestamp(to) };
	try {
		await transact(db, async (tx) => {
			const { count } = await tx.assignment.createMany({
				data: [{ id, ...content, ...times, createdAt: timestamp(clock()) }],
				skipDuplicates: true,
			});
			const subject = { assignment: id, venue };
			if (count > 0) await noteAct(tx, { action: "assignment.added", by, subject });
		});
	} catch (fault) {
		if (isForeignKeyViolation(fault)) return err({ code: "venue_unknown" });
		throw fault;
	}
	const row = await db.assignment.findUniqueOrThrow({ where: { id }, include: assignmentCounts });
	const stored = assignmentRow(row, await readBalances(db, [id]));
	const { checkIns, inside } = stored;
	const rules = { gates: [...gates], capacity, reentry, autoClose };
	const asked: AssignmentRow = { id, kind, name, ...rules, from, to, checkIns, inside };
	const same = row.venueId === venue && JSON.stringify(stored) === JSON.stringify(asked);
	return same ? ok(stored) : err({ code: "id_taken" });
}

function offendingField({ kind, gates, capacity, reentry, autoClose, from, to }: AssignmentInput): string | undefined {
	if (to <= from || to > LAST_SECOND) return "to";
	if ((kind === "event") !== gates.length > 0 || new Set(gates).size !== gates.length) return "gates";
	if (kind === "event") return undefined;
	// A train counts no seats, and nobody leaves it through a control.
	if (capacity !== null) return "capacity";
	if (reentry !== "allowed") return "reentry";
	return autoClose ? "autoClose" : undefined;
}
