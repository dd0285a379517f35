import "server-only";
import type { Prisma } from "@/generated/prisma/client";
import type { PharmacyRow } from "@/lib/protocol/console";
import { numericDate } from "../../db/timestamp";

/** What a pharmacy is listed with. */
export const pharmacyCounts = {
	_count: { select: { records: { where: { state: "registered" } } } },
	devices: { where: { state: "active" }, select: { lastSeenAt: true } },
} as const satisfies Prisma.PharmacyInclude;

export function pharmacyRow(pharmacy: Prisma.PharmacyGetPayload<{ include: typeof pharmacyCounts }>): PharmacyRow {
	const { number, name, town, devices, deniedAt, _count } = pharmacy;
	return {
		number,
		name,
		town,
		devices: devices.length,
		registered: _count.records,
		lastSeenAt: latest(devices.map(({ lastSeenAt }) => lastSeenAt)),
		denied: deniedAt !== null,
	};
}

function latest(times: readonly (Date | null)[]): number | null {
	const known = times.flatMap((time) => (time === null ? [] : [numericDate(time)]));
	return known.length === 0 ? null : Math.max(...known);
}
