/**
 * Attestations that a device issued and that never arrived (spec OL-6). A device that tells of its starts numbers what it
 * issues: missing are the numbers of each start, as far as it or its records say, that neither came nor came to nothing.
 * It says itself which of them wait and which were refused; the rest nobody explains. Of a device of an earlier version it
 * is what is neither registered, refused nor revoked below each delegation's highest index; what another device registered
 * from a returned sheet (spec QM-4) bears no number and is no such index. During an outage this is the backlog; long after
 * it, a question to the pharmacy.
 */
import "server-only";
import { Prisma } from "@/generated/prisma/client";
import type { Database } from "../../db/database";
import { type InTurn, turns } from "../../turns";

/** Delegations that ended longer ago are not looked at. */
const LOOK_BACK_DAYS = 60;
/** Records of those that are: a delegation lasts 30 days at most. Earlier months are not looked into. */
const RECORD_DAYS = LOOK_BACK_DAYS + 40;

/** `unexplained`: of the missing, those of which the device does not say that they wait or were refused. */
type DeviceBacklog = { readonly missing: number; readonly unexplained: number; readonly registered: number };

/** By device id; a device without delegations is absent. */
export type Backlogs = ReadonlyMap<string, DeviceBacklog>;

/**
 * Of the devices of a page. The longer counting takes, the more would count at once, and hold every connection that others
 * wait for.
 */
export async function deviceBacklogs(db: Database, ids: readonly string[]): Promise<Backlogs> {
	if (ids.length === 0) return new Map();
	const inTurn = pages.get(db) ?? turns();
	pages.set(db, inTurn);
	return inTurn(() => countBacklogs(db, Prisma.sql`AND d.device_id = ANY(${ids}::uuid[])`));
}

const pages = new WeakMap<Database, InTurn>();

/** Of all devices: of every one 1.5 million records are read in seconds. */
export function allBacklogs(db: Database): Promise<Backlogs> {
	return countBacklogs(db, Prisma.empty);
}

/** Of the devices of which anything came since then that a backlog is counted from, by the dates of the rows. */
export function backlogsSince(db: Database, since: Date): Promise<Backlogs> {
	const only = Prisma.sql`AND d.device_id IN (
		SELECT of.device_id FROM records r JOIN delegations of
			ON of.pharmacy_number = r.pharmacy_number AND of.jti = r.delegation_jti
			WHERE r.registered_at >= ${since}
		UNION
		SELECT device_id FROM device_starts WHERE told_at >= ${since}
		UNION
		SELECT device_id FROM delegations WHERE created_at >= ${since}
		UNION
		SELECT of.device_id FROM status_bits b JOIN delegations of ON of.list_no = b.list_no AND b.index >= of.first_index
			AND b.index < of.first_index + of.index_count
			WHERE b.set_at >= ${since}
	)`;
	return countBacklogs(db, only);
}

/**
 * An index bears one record at most; a bit that is set with no record was revoked before it was registered. `only`: a
 * condition of `d`, the delegations.
 */
async function countBacklogs(db: Database, only: Prisma.Sql): Promise<Backlogs> {
	const rows = await db.$queryRaw<readonly { id: string; missing: bigint; unexplained: bigint; registered: bigint }[]>`
		WITH own AS (
			SELECT d.device_id, d.pharmacy_number, d.jti, d.list_no, d.first_index, d.index_count FROM delegations d
			WHERE d.expires_at > now() - make_interval(days => ${LOOK_BACK_DAYS}::int) ${only}
		), came AS (
			SELECT o.device_id, o.jti, r.status_index AS index, r.start_id, r.start_number,
				r.state = 'registered' AS registered, r.device_id = o.device_id AND r.start_id IS NULL AS unnumbered
			FROM own o JOIN records r ON r.pharmacy_number = o.pharmacy_number AND r.delegation_jti = o.jti
				AND r.registered_at > now() - make_interval(days => ${RECORD_DAYS}::int)
		), bits AS (
			SELECT o.device_id, o.jti, b.index FROM own o JOIN status_bits b ON b.list_no = o.list_no
				AND b.index >= o.first_index AND b.index < o.first_index + o.index_count
			WHERE NOT EXISTS (
				SELECT FROM record_claims c
				WHERE c.pharmacy_number = o.pharmacy_number AND c.delegation_jti = o.jti AND c.status_index = b.index
			)
		), seen AS (
			SELECT jti, index FROM came
			UNION ALL
			SELECT jti, index FROM bits
		), heads AS (
			SELECT jti, max(index) AS highest FROM (
				SELECT jti, index FROM came WHERE unnumbered
				UNION ALL
				SELECT jti, index FROM bits
				WHERE NOT EXISTS (SELECT FROM device_starts s WHERE s.device_id = bits.device_id)
			) AS linear GROUP BY jti
		), linear AS (
			SELECT o.device_id, h.highest - o.first_index + 1 - s.count AS missing
			FROM own o JOIN heads h ON h.jti = o.jti JOIN (
				SELECT jti, count(*) AS count FROM seen JOIN heads USING (jti) WHERE index <= highest GROUP BY jti
			) AS s ON s.jti = o.jti
		), numbered AS (
			SELECT s.device_id, GREATEST(0, GREATEST(s.given, max(c.start_number)) - count(DISTINCT c.start_number) - s.void)
				AS missing, s.waiting + s.refused AS explained
			FROM device_starts s LEFT JOIN came c ON c.device_id = s.device_id AND c.start_id = s.id
			WHERE s.told_at > now() - make_interval(days => ${LOOK_BACK_DAYS}::int)
				AND s.device_id IN (SELECT device_id FROM own)
			GROUP BY s.device_id, s.id
		), gaps AS (
			SELECT device_id, missing, missing AS unexplained FROM linear
			UNION ALL
			SELECT device_id, missing, GREATEST(0, missing - explained) FROM numbered
		)
		SELECT o.device_id AS id, coalesce(g.missing, 0)::bigint AS missing,
			coalesce(g.unexplained, 0)::bigint AS unexplained, coalesce(r.registered, 0)::bigint AS registered
		FROM (SELECT DISTINCT device_id FROM own) AS o
		LEFT JOIN (
			SELECT device_id, sum(missing) AS missing, sum(unexplained) AS unexplained FROM gaps GROUP BY device_id
		) AS g ON g.device_id = o.device_id
		LEFT JOIN (
			SELECT device_id, count(*) FILTER (WHERE registered) AS registered FROM came GROUP BY device_id
		) AS r ON r.device_id = o.device_id`;
	return new Map(
		rows.map(({ id, missing, unexplained, registered }) => [
			id,
			{ missing: Number(missing), unexplained: Number(unexplained), registered: Number(registered) },
		]),
	);
}
