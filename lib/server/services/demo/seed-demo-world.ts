/**
 * A small world to try things in: invented pharmacies, a cinema and a train. Made when the database has no pharmacy yet;
 * an authority's own database is never touched.
 */
import "server-only";
import { randomUUID } from "node:crypto";
import type { EnrolmentInput } from "@/lib/protocol/console";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import type { Actor } from "../../audit/actor";
import type { ServerContext } from "../../context/server-context";
import { timestamp } from "../../db/timestamp";
import { createConsoleLink } from "../console/create-console-link";
import { createEnrolmentCode } from "../enrolment/create-enrolment-code";

const PHARMACIES = [
	{ number: "40123", name: "Pharmacie du Pont", town: "Lyon" },
	{ number: "40124", name: "Pharmacie de la Gare", town: "Rennes" },
	{ number: "40125", name: "Pharmacie des Halles", town: "Brest" },
] as const;

const VENUES = [
	{
		id: "demo-cinema",
		name: "Cinéma Arvor",
		assignment: { id: "demo-event", kind: "event", name: "Cinéma Arvor", gates: ["Entrée", "Balcon"], capacity: 300 },
	},
	{
		id: "demo-railway",
		name: "Chemins de fer du Ponant",
		assignment: { id: "demo-train", kind: "train", name: "Train 8715 Rennes – Paris", gates: [], capacity: null },
	},
] as const;

const DEMO_PHARMACY = PHARMACIES[0].number;

export type DemoLinks = {
	readonly counter: string;
	readonly door: string;
	readonly train: string;
	readonly console: string;
};

/** Undefined where the database holds another world. */
export async function seedDemoWorld(context: ServerContext, by: Actor): Promise<DemoLinks | undefined> {
	const { db } = context;
	if ((await db.pharmacy.count()) === 0) await db.pharmacy.createMany({ data: [...PHARMACIES], skipDuplicates: true });
	const isDemo = await db.pharmacy.count({ where: { number: DEMO_PHARMACY, name: PHARMACIES[0].name } });
	if (isDemo === 0) return undefined;
	for (const venue of VENUES) await seedVenue(context, venue);
	return {
		counter: await enrolmentLink(context, { id: randomUUID(), role: "counter", pharmacy: DEMO_PHARMACY }, by),
		door: await enrolmentLink(context, { id: randomUUID(), role: "door", venue: VENUES[0].id }, by),
		train: await enrolmentLink(context, { id: randomUUID(), role: "train", venue: VENUES[1].id }, by),
		console: await createConsoleLink(context, "demo", by),
	};
}

async function enrolmentLink(context: ServerContext, input: EnrolmentInput, by: Actor): Promise<string> {
	const ticket = await createEnrolmentCode(context, input, { by });
	if (!ticket.ok) throw new Error(`no enrolment code for what was just stored: ${ticket.error.code}`);
	return ticket.value.link;
}

/** The event and the train go on from now, whenever the demo world is opened again. */
async function seedVenue(
	{ db, clock }: ServerContext,
	{ id, name, assignment }: (typeof VENUES)[number],
): Promise<void> {
	const startsAt = timestamp(clock() - HOUR);
	const endsAt = timestamp(clock() + 30 * DAY);
	await db.venue.upsert({ where: { id }, create: { id, name }, update: {} });
	await db.assignment.upsert({
		where: { id: assignment.id },
		create: { ...assignment, gates: [...assignment.gates], venueId: id, startsAt, endsAt },
		update: { endsAt },
	});
}
