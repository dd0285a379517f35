/** Acts of a pharmacy that were registered twice: the same person, act and time (spec EN-17). Reads only. */
import "server-only";
import type { RegisteredTwiceAnswer, RegisteredTwiceQuestion } from "@/lib/protocol/registered-twice";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import { numericDate, timestamp } from "../../db/timestamp";

const AT_MOST = 50;

type Row = { readonly at: Date; readonly indices: number[]; readonly positives: number };

export async function listRegisteredTwice(
	{ db }: ServerContext,
	{ pharmacyNumber }: DeviceCaller,
	period: RegisteredTwiceQuestion,
): Promise<RegisteredTwiceAnswer> {
	if (pharmacyNumber === null) throw new Error("a counter without a pharmacy");
	const [from, to] = [timestamp(period.from), timestamp(period.to)];
	// A paper that another one replaces is no second one: it stands until the shared index is revoked (OL-5).
	const rows = await db.$queryRaw<readonly Row[]>`
		WITH acts AS (
			SELECT r.same_day, r.sampled_at, r.registered_at, r.status_index FROM records r
			WHERE r.pharmacy_number = ${pharmacyNumber} AND r.same_day IS NOT NULL AND r.state = 'registered'
				AND r.sampled_at >= ${from} AND r.sampled_at < ${to}
				AND NOT EXISTS (
					SELECT 1 FROM records c
					WHERE c.pharmacy_number = r.pharmacy_number AND c.corrects = r.key AND c.state <> 'refused')
			UNION ALL
			SELECT same_day, sampled_at, registered_at, NULL FROM positive_results
			WHERE pharmacy_number = ${pharmacyNumber} AND same_day IS NOT NULL
				AND sampled_at >= ${from} AND sampled_at < ${to})
		SELECT sampled_at AS at,
			coalesce(array_agg(status_index ORDER BY registered_at, status_index)
				FILTER (WHERE status_index IS NOT NULL), '{}') AS indices,
			(count(*) - count(status_index))::int AS positives
		FROM acts GROUP BY same_day, sampled_at HAVING count(*) > 1
		ORDER BY sampled_at, min(registered_at) LIMIT ${AT_MOST}`;
	return { acts: rows.map(({ at, indices, positives }) => ({ at: numericDate(at), indices, positives })) };
}
