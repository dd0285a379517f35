import "server-only";
import type { Prisma } from "@/generated/prisma/client";
import type { Reentry } from "@/lib/checkin/gate-rules";
import type { VenueRow } from "@/lib/protocol/console";
import type { Database } from "../../db/database";
import { numericDate } from "../../db/timestamp";

export type AssignmentRow = VenueRow["assignments"][number];

export const assignmentCounts = { _count: { select: { checkIns: true } } } as const satisfies Prisma.AssignmentInclude;

/** What a venue is listed with: present and coming assignments, soonest first. */
export function venueCounts(now: Date) {
	return {
		_count: { select: { devices: { where: { state: "active" } } } },
		assignments: { where: { endsAt: { gt: now } }, orderBy: { startsAt: "asc" }, include: assignmentCounts },
	} as const satisfies Prisma.VenueInclude;
}

/** Entries less exits by assignment, corrections included; a taking-back has the opposite direction. */
export type Balances = ReadonlyMap<string, number>;

export async function readBalances(db: Pick<Database, "checkIn">, assignments: readonly string[]): Promise<Balances> {
	const counts = await db.checkIn.groupBy({
		by: ["assignmentId", "direction"],
		where: { assignmentId: { in: [...assignments] }, direction: { not: null } },
		_count: true,
	});
	const balances = new Map<string, number>();
	for (const { assignmentId, direction, _count } of counts) {
		balances.set(assignmentId, (balances.get(assignmentId) ?? 0) + (direction === "in" ? _count : -_count));
	}
	return balances;
}

export function venueRow(
	venue: Prisma.VenueGetPayload<{ include: ReturnType<typeof venueCounts> }>,
	balances: Balances,
): VenueRow {
	const { id, name, _count, assignments } = venue;
	return { id, name, devices: _count.devices, assignments: assignments.map((each) => assignmentRow(each, balances)) };
}

export function assignmentRow(
	assignment: Prisma.AssignmentGetPayload<{ include: typeof assignmentCounts }>,
	balances: Balances,
): AssignmentRow {
	const { id, kind, name, gates, capacity, autoClose, startsAt, endsAt, _count } = assignment;
	const [from, to] = [numericDate(startsAt), numericDate(endsAt)];
	const reentry = assignment.reentry as Reentry;
	const inside = Math.max(0, balances.get(id) ?? 0);
	return { id, kind, name, gates, capacity, reentry, autoClose, from, to, checkIns: _count.checkIns, inside };
}
