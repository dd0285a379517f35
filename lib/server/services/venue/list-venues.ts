import "server-only";
import type { VenueRow } from "@/lib/protocol/console";
import type { ServerContext } from "../../context/server-context";
import { timestamp } from "../../db/timestamp";
import { readBalances, venueCounts, venueRow } from "./venue-row";

/** By name. */
export async function listVenues({ db, clock }: ServerContext): Promise<readonly VenueRow[]> {
	const venues = await db.venue.findMany({
		orderBy: [{ name: "asc" }, { id: "asc" }],
		include: venueCounts(timestamp(clock())),
	});
	const balances = await readBalances(
		db,
		venues.flatMap(({ assignments }) => assignments.map(({ id }) => id)),
	);
	return venues.map((venue) => venueRow(venue, balances));
}
