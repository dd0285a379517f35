/** Doors of one event, enrolled in the portal under load, and what they record: all invented. */
import { randomBytes, randomUUID } from "node:crypto";
import type { Passage } from "@/lib/checkin/checkin-event";
import type { Server } from "@/lib/server/context/open-context";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { type DeviceKey, deviceKey } from "@/tests/support/test-device";

export type Door = { readonly id: string; readonly key: DeviceKey; readonly assignment: string; readonly gate: string };

const VENUE = "essai-salle";
const ASSIGNMENT = "essai-soir";

const seconds = () => Math.floor(Date.now() / 1_000);

/** At as many gates of one event, which began an hour ago. */
export async function makeDoors({ context }: Server, count: number): Promise<readonly Door[]> {
	const { db } = context;
	const gates = Array.from({ length: count }, (_, i) => `Porte ${i + 1}`);
	const times = {
		startsAt: new Date((seconds() - HOUR) * 1_000),
		endsAt: new Date((seconds() + DAY) * 1_000),
	};
	await db.venue.create({ data: { id: VENUE, name: "Salle d'essai" } });
	await db.assignment.create({
		data: { id: ASSIGNMENT, venueId: VENUE, kind: "event", name: "Essai", gates, capacity: null, ...times },
	});
	const doors = await Promise.all(
		gates.map(async (gate) => ({ id: randomUUID(), key: await deviceKey(), assignment: ASSIGNMENT, gate })),
	);
	await db.device.createMany({
		data: doors.map(({ id, key: { jwk, thumbprint }, gate }) => ({
			id,
			role: "door",
			label: gate,
			thumbprint,
			publicJwk: jwk,
			venueId: VENUE,
		})),
	});
	return doors;
}

/** Somebody is let in now. */
export function admission({ assignment, gate }: Pick<Passage, "assignment" | "gate">): Passage {
	return {
		type: "passage",
		id: randomUUID(),
		assignment,
		gate,
		at: seconds(),
		direction: "in",
		outcome: "accepted",
		format: "hc1",
		pseudonym: randomBytes(16).toString("base64url"),
		salt: "AAAAAAAAAAA",
	};
}
