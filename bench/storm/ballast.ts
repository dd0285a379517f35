/** What was registered before by the same counters: rows as they are stored, of random bytes, over two weeks of code days. */
import type { Stage } from "./stage";

const DAYS = 14;
const PER_STATEMENT = 20_000;

export async function storeBallast({ sql, server }: Stage, count: number): Promise<void> {
	if (count === 0) return;
	const { db, cipher } = server.context;
	const each = Math.ceil(count / (await db.delegation.count()));
	await db.statusList.create({ data: { no: 0, size: 2 * count } });
	await sql.query(DELEGATIONS, [each]);
	for (let from = 0; from < count; from += PER_STATEMENT) {
		const until = Math.min(count, from + PER_STATEMENT) - 1;
		await sql.query(RECORDS, [each, from, until, cipher.keyId]);
	}
	await sql.query("VACUUM (ANALYZE) records");
	await sql.query("VACUUM (ANALYZE) record_claims");
	await sql.query("VACUUM (ANALYZE) passes");
	await sql.query("VACUUM (ANALYZE) holder_links");
}

/** As if nothing had ever been registered there. */
export async function forgetRecords({ sql }: Stage): Promise<void> {
	await sql.query("TRUNCATE records, record_claims, passes, holder_links CASCADE");
}

/** For each delegation one before it, of the same device, with as many indices. */
const DELEGATIONS = `
	INSERT INTO delegations (pharmacy_number, jti, device_id, request_key, list_no, first_index, index_count, not_before,
		expires_at, jwt)
	SELECT pharmacy_number, 'b' || lpad(place::text, 7, '0'), device_id, gen_random_uuid(), 0, place * $1::int, $1::int,
		now() - interval '20 days', now() - interval '5 days', ''
	FROM (SELECT pharmacy_number, device_id, row_number() OVER () - 1 AS place FROM delegations) AS later`;

const random = (bytes: number) =>
	`substring(${Array.from({ length: Math.ceil(bytes / 32) }, () => "sha256(random()::text::bytea)").join(" || ")} FROM 1 FOR ${bytes})`;

const RECORDS = `
	WITH numbered AS (
		SELECT n, d.pharmacy_number, d.jti, d.device_id, gen_random_uuid() AS key,
			now() - make_interval(days => (n % ${DAYS})::int) AS at
		FROM generate_series($2::int, $3::int) AS n JOIN delegations d ON d.jti = 'b' || lpad((n / $1::int)::text, 7, '0')
	), kept AS (
		INSERT INTO records (pharmacy_number, key, delegation_jti, status_index, device_id, state, kind, content_mac,
			field_key_id, identity_sealed, contact_sealed, attestation_sealed, sampled_at, sampled_zone, issued_at, issued_zone,
			queued_at, queued_zone, registered_at, registered_zone, same_day, code_day, code_hash)
		SELECT pharmacy_number, key, jti, n, device_id, 'registered', 'A', ${random(32)}, $4, ${random(285)}, ${random(93)},
			${random(860)}, at, 'Europe/Paris', at, 'Europe/Paris', at, 'Europe/Paris', at - interval '1 hour', 'UTC',
			${random(12)}, (at + interval '2 days')::date, ${random(3)} FROM numbered
	), linked AS (
		INSERT INTO holder_links (token_hash, pharmacy_number, record_key)
		SELECT ${random(32)}, pharmacy_number, key FROM numbered
	)
	INSERT INTO passes (pharmacy_number, record_key, uvci, field_key_id, hc1_sealed, signed_by, issued_at, expires_at)
	SELECT pharmacy_number, key, 'URN:UVCI:01:FR:' || key || '#A', $4, ${random(600)}, 'kid', at, at + interval '1 year' FROM numbered`;
