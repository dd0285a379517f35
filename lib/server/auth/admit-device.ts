/**
 * What every call of a device asks of the database, in one statement: who it is, whether its proof comes for the first time
 * on whichever instance, and whether it is denied. An outbox that drains asks it for every batch.
 */
import "server-only";
import type { DeviceRole } from "@/lib/protocol/device-kit";
import { MINUTE } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../context/server-context";
import type { Connections } from "../db/database";
import { timestamp } from "../db/timestamp";

export type AdmittedDevice = {
	readonly id: string;
	readonly role: DeviceRole;
	readonly thumbprint: string;
	readonly pharmacyNumber: string | null;
	readonly venueId: string | null;
	/** The device, or its pharmacy. */
	readonly isDenied: boolean;
	/** False: this proof came before. */
	readonly isFirst: boolean;
};

/** A proof whose signature holds: `kid` names the key, `exp` in seconds. */
type HeldProof = { readonly kid: string; readonly jti: string; readonly exp: number };

/** To the minute: a draining outbox need not write this at every call. */
const SEEN_EVERY = MINUTE;

/** $1 thumbprint of the key, $2 jti, $3 until when it is remembered, $4 now, $5 the latest call that is old enough. */
const ADMIT = `
	WITH device AS (
		SELECT d.id, d.role, d.thumbprint, d.pharmacy_number, d.venue_id, d.last_seen_at,
			d.state = 'denied' OR p.denied_at IS NOT NULL AS is_denied
		FROM devices d LEFT JOIN pharmacies p ON p.number = d.pharmacy_number
		WHERE d.thumbprint = $1::text OR d.transport_thumbprint = $1::text
	), spent AS (
		INSERT INTO proof_jtis (thumbprint, jti, expires_at) SELECT $1::bpchar, $2::varchar, $3::timestamptz FROM device
		WHERE set_config('synchronous_commit', 'off', true) = 'off'
		ON CONFLICT DO NOTHING RETURNING jti
	), seen AS (
		UPDATE devices SET last_seen_at = $4::timestamptz FROM device, spent
		WHERE devices.id = device.id AND NOT device.is_denied
			AND (device.last_seen_at IS NULL OR device.last_seen_at <= $5::timestamptz)
	)
	SELECT id, role::text AS role, thumbprint, pharmacy_number AS "pharmacyNumber", venue_id AS "venueId",
		is_denied AS "isDenied", EXISTS (SELECT FROM spent) AS "isFirst" FROM device`;

/** Undefined: no device has this key. Nothing is remembered then. */
export async function admitDevice(
	{ connections, clock }: Pick<ServerContext, "clock"> & { readonly connections: Pick<Connections, "query"> },
	{ kid, jti, exp }: HeldProof,
): Promise<AdmittedDevice | undefined> {
	const now = clock();
	const times = [exp + 1, now, now - SEEN_EVERY].map((time) => timestamp(time).toISOString());
	const { rows } = await connections.query<AdmittedDevice>({
		name: "admit device",
		text: ADMIT,
		values: [kid, jti, ...times],
	});
	return rows[0];
}
