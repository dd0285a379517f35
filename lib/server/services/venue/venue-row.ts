import "server-only";
import type { Prisma } from "@/generated/prisma/client";
import type { VenueRow } from "@/lib/protocol/console";
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

export function venueRow(venue: Prisma.VenueGetPayload<{ include: ReturnType<typeof venueCounts> }>): VenueRow {
	const { id, name, _count, assignments } = venue;
	return { id, name, devices: _count.devices, assignments: assignments.map(assignmentRow) };
}

export function assignmentRow(
	assignment: Prisma.AssignmentGetPayload<{ include: typeof assignmentCounts }>,
): AssignmentRow {
	const { id, kind, name, gates, capacity, startsAt, endsAt, _count } = assignment;
	const [from, to] = [numericDate(startsAt), numericDate(endsAt)];
	return { id, kind, name, gates, capacity, from, to, checkIns: _count.checkIns };
}
