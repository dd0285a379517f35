/** What was seen of a device's blocks in any way (spec OL-2): registered, refused, revoked, or brought as a second paper. */
import "server-only";
import { STRETCH, spentText } from "@/lib/kit/index-stretch";
import type { DeviceKit } from "@/lib/protocol/device-kit";
import type { Transaction } from "../../db/database";

/** Delegations that ended so many days ago sign nothing any more. */
const LOOK_BACK_DAYS = 2;

export async function seenIndices(tx: Transaction, deviceId: string): Promise<NonNullable<DeviceKit["seen"]>> {
	const rows = await tx.$queryRaw<
		readonly { readonly jti: string; readonly stretch: number; readonly spent: number }[]
	>`
		WITH blocks AS (
			SELECT pharmacy_number, jti, list_no, first_index, index_count FROM delegations
			WHERE device_id = ${deviceId}::uuid AND expires_at > now() - make_interval(days => ${LOOK_BACK_DAYS}::int)
		), seen AS (
			SELECT b.jti, r.status_index - b.first_index AS at FROM blocks b
			JOIN record_claims r ON r.pharmacy_number = b.pharmacy_number AND r.delegation_jti = b.jti
			UNION
			SELECT b.jti, s.index - b.first_index FROM blocks b
			JOIN status_bits s ON s.list_no = b.list_no AND s.index >= b.first_index
				AND s.index < b.first_index + b.index_count
		)
		SELECT b.jti, (s.at / ${STRETCH}::int)::int AS stretch, (max(s.at % ${STRETCH}::int) + 1)::int AS spent
		FROM blocks b JOIN seen s ON s.jti = b.jti GROUP BY b.jti, stretch`;
	const byJti = new Map<string, number[]>();
	for (const { jti, stretch, spent } of rows) {
		const counts = byJti.get(jti) ?? [];
		while (counts.length <= stretch) counts.push(0);
		counts[stretch] = spent;
		byJti.set(jti, counts);
	}
	return [...byJti].map(([jti, counts]) => ({ jti, spent: spentText(counts) }));
}
