/** Keeps passages that doors and trains send: once each, however often they are sent, and nothing about a person. */
import "server-only";
import type { CheckinEvent } from "@/lib/protocol/checkins";
import { LAST_SECOND } from "@/lib/shared/numeric-date";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import { timestamp } from "../../db/timestamp";

/** Ids that are now stored. One that is missing names an assignment that is not this device's, or an impossible time. */
export async function storeCheckIns(
	{ db }: ServerContext,
	caller: DeviceCaller,
	events: readonly CheckinEvent[],
): Promise<readonly string[]> {
	const named = [...new Set(events.map(({ assignment }) => assignment))];
	const assignments = await db.assignment.findMany({
		where: { id: { in: named }, venueId: caller.venueId ?? "" },
		select: { id: true },
	});
	const ours = new Set(assignments.map(({ id }) => id));
	const kept = events.filter(({ assignment, at }) => ours.has(assignment) && at <= LAST_SECOND);
	await db.checkIn.createMany({
		data: kept.map(({ id, assignment, gate, at, direction, outcome, format, pseudonym, undoes }) => ({
			id,
			assignmentId: assignment,
			deviceId: caller.deviceId,
			gate,
			at: timestamp(at),
			direction,
			outcome,
			format,
			pseudonym,
			undoes: undoes ?? null,
		})),
		skipDuplicates: true,
	});
	return [...new Set(kept.map(({ id }) => id))];
}
