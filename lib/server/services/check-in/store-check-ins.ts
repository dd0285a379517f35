/** Keeps what doors and trains recorded: once each, however often it is sent, and nothing about a person. */
import "server-only";
import type { Prisma } from "@/generated/prisma/client";
import { type CheckinEvent, checkinEvent, type RefusedCheckin } from "@/lib/protocol/checkins";
import { LAST_SECOND } from "@/lib/shared/numeric-date";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import { timestamp } from "../../db/timestamp";
import { transact } from "../../db/transact";

export type StoredCheckIns = { readonly stored: string[]; readonly refused: RefusedCheckin[] };

/** Each event is stored or refused by itself. */
export async function storeCheckIns(
	{ db }: ServerContext,
	{ deviceId, venueId }: DeviceCaller,
	candidates: readonly unknown[],
): Promise<StoredCheckIns> {
	if (candidates.length === 0) return { stored: [], refused: [] };
	const read = candidates.map(readEvent);
	const named = [...new Set(read.flatMap((one) => ("event" in one ? one.event.assignment : [])))];
	const assignments = await db.assignment.findMany({
		where: { id: { in: named }, venueId: venueId ?? "" },
		select: { id: true },
		orderBy: { id: "asc" },
	});
	const ours = assignments.map(({ id }) => id);
	const refused = read.flatMap((one): RefusedCheckin[] => {
		if (!("event" in one)) return [one];
		return ours.includes(one.event.assignment) ? [] : [{ id: one.event.id, reason: "assignment_unknown" }];
	});
	const kept = read.flatMap((one) => ("event" in one && ours.includes(one.event.assignment) ? [one.event] : []));
	if (kept.length > 0) {
		await transact(db, async (tx) => {
			// Events of one assignment are numbered in the order of their commits: nobody who reads on misses one.
			await tx.$queryRaw`SELECT id FROM assignments WHERE id = ANY(${ours}) ORDER BY id FOR NO KEY UPDATE`;
			await tx.checkIn.createMany({ data: kept.map((event) => rowOf(event, deviceId)), skipDuplicates: true });
		});
	}
	return { stored: [...new Set(kept.map(({ id }) => id))], refused };
}

function readEvent(candidate: unknown): { readonly event: CheckinEvent } | RefusedCheckin {
	const parsed = checkinEvent.safeParse(candidate);
	if (!parsed.success) return { id: idOf(candidate), reason: "malformed" };
	const event = parsed.data;
	return event.at <= LAST_SECOND ? { event } : { id: event.id, reason: "time_impossible" };
}

function idOf(candidate: unknown): string {
	const id = candidate instanceof Object && "id" in candidate ? candidate.id : undefined;
	return typeof id === "string" ? id : "";
}

function rowOf({ assignment, at, ...members }: CheckinEvent, deviceId: string): Prisma.CheckInCreateManyInput {
	const given = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
	return {
		...(given as typeof members & { undoes?: string; alias?: string; again?: true }),
		assignmentId: assignment,
		deviceId,
		at: timestamp(at),
	};
}
