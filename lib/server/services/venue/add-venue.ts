import "server-only";
import type { VenueInput, VenueRow } from "@/lib/protocol/console";
import { err, ok, type Result } from "@/lib/shared/result";
import type { Actor } from "../../audit/actor";
import { noteAct } from "../../audit/note-act";
import type { ServerContext } from "../../context/server-context";
import { timestamp } from "../../db/timestamp";
import { transact } from "../../db/transact";
import type { Refusal } from "../refusal";
import { readBalances, venueCounts, venueRow } from "./venue-row";

/** The same id with the same content answers as the first time. */
export async function addVenue(
	{ db, clock }: ServerContext,
	input: VenueInput,
	by: Actor,
): Promise<Result<VenueRow, Refusal<"id_taken">>> {
	const { id } = input;
	const name = input.name.normalize("NFC");
	const now = timestamp(clock());
	await transact(db, async (tx) => {
		const { count } = await tx.venue.createMany({ data: [{ id, name, createdAt: now }], skipDuplicates: true });
		if (count > 0) await noteAct(tx, { action: "venue.added", by, subject: { venue: id } });
	});
	const row = await db.venue.findUniqueOrThrow({ where: { id }, include: venueCounts(now) });
	if (row.name !== name) return err({ code: "id_taken" });
	const balances = await readBalances(
		db,
		row.assignments.map((each) => each.id),
	);
	return ok(venueRow(row, balances));
}
