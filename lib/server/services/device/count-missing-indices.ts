/**
 * Numbers that a device used and that never arrived: below each delegation's highest known index, those that are neither
 * registered, nor refused, nor revoked. During an outage this is the backlog; long after it, a question to the pharmacy.
 */
import "server-only";
import { Prisma } from "@/generated/prisma/client";
import type { Database } from "../../db/database";

/** Delegations that ended longer ago are not looked at. */
const LOOK_BACK_DAYS = 60;

export type DeviceBacklog = { readonly missing: number; readonly registered: number };

/** By device id; a device without delegations is absent. All devices without `ids`. */
export async function deviceBacklogs(
	db: Database,
	ids?: readonly string[],
): Promise<ReadonlyMap<string, DeviceBacklog>> {
	if (ids?.length === 0) return new Map();
	const only = ids === undefined ? Prisma.empty : Prisma.sql`AND d.device_id IN (${Prisma.join(ids.map(uuid))})`;
	const rows = await db.$queryRaw<readonly { id: string; missing: bigint; registered: bigint }[]>`
		WITH seen AS (
			SELECT d.device_id, d.jti, d.first_index, r.status_index AS index, r.state = 'registered' AS registered
			FROM delegations d JOIN records r ON r.pharmacy_number = d.pharmacy_number AND r.delegation_jti = d.jti
			WHERE d.expires_at > now() - make_interval(days => ${LOOK_BACK_DAYS}::int) ${only}
			UNION
			SELECT d.device_id, d.jti, d.first_index, b.index, false
			FROM delegations d JOIN status_bits b
				ON b.list_no = d.list_no AND b.index >= d.first_index AND b.index < d.first_index + d.index_count
			WHERE d.expires_at > now() - make_interval(days => ${LOOK_BACK_DAYS}::int) ${only}
		), blocks AS (
			SELECT device_id, max(index) - first_index + 1 - count(DISTINCT index) AS missing,
				count(*) FILTER (WHERE registered) AS registered
			FROM seen GROUP BY device_id, jti, first_index
		)
		SELECT device_id AS id, sum(missing)::bigint AS missing, sum(registered)::bigint AS registered
		FROM blocks GROUP BY device_id`;
	return new Map(
		rows.map(({ id, missing, registered }) => [id, { missing: Number(missing), registered: Number(registered) }]),
	);
}

function uuid(id: string) {
	return Prisma.sql`${id}::uuid`;
}
