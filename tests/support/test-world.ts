import { DAY, HOUR } from "@/lib/shared/numeric-date";
import type { TestServer } from "./test-server";

export const PHARMACY = "40123";
export const OTHER_PHARMACY = "40124";
export const VENUE = "cinema";
export const RAILWAY = "railway";

/** Two pharmacies, a cinema with an event, a railway with a train. */
export async function makeWorld({ server, clock }: TestServer): Promise<void> {
	const { db } = server.context;
	await db.pharmacy.createMany({
		data: [
			{ number: PHARMACY, name: "Pharmacie du Pont", town: "Lyon", kinds: "ANVR" },
			{ number: OTHER_PHARMACY, name: "Pharmacie de la Gare", town: "Rennes" },
		],
	});
	await db.venue.createMany({
		data: [
			{ id: VENUE, name: "Cinéma Arvor" },
			{ id: RAILWAY, name: "Chemins de fer du Ponant" },
		],
	});
	const times = { startsAt: new Date((clock.now - HOUR) * 1_000), endsAt: new Date((clock.now + DAY) * 1_000) };
	await db.assignment.createMany({
		data: [
			{ id: "film", venueId: VENUE, kind: "event", name: "Séance", gates: ["A", "B"], capacity: 300, ...times },
			{ id: "train", venueId: RAILWAY, kind: "train", name: "8715", gates: [], ...times },
		],
	});
}
