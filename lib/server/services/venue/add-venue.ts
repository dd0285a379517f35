import "server-only";
import type { VenueInput, VenueRow } from "@/lib/protocol/console";
import { err, ok, type Result } from "@/lib/shared/result";
import type { ServerContext } from "../../context/server-context";
import { timestamp } from "../../db/timestamp";
import type { Refusal } from "../refusal";
import { readBalances, venueCounts, venueRow } from "./venue-row";

/** The same id with the same content answers as the first time. */
export async function addVenue(
	{ db, clock }: ServerContext,
	input: VenueInput,
): Promise<Result<VenueRow, Refusal<"id_taken">>> {
	const { id } = input;
	const name = input.name.normalize("NFC");
	const now = timestamp(clock());
	await db.venue.createMany({ data: [{ id, name, createdAt: now }], skipDuplicates: true });
	const row = await db.venue.findUniqueOrThrow({ where: { id }, include: venueCounts(now) });
	if (row.name !== name) return err({ code: "id_taken" });
	const balances = await readBalances(
		db,
		row.assignments.map((each) => each.id),
	);
	return ok(venueRow(row, balances));
}
