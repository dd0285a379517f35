/** What was registered before: rows as they are stored, of random bytes, over two weeks of code days. */
import { deviceKey } from "@/tests/support/test-device";
import type { Stage } from "./stage";

const PHARMACY = "99999";
const DAYS = 14;
const PER_STATEMENT = 20_000;

export async function storeBallast({ sql, server }: Stage, count: number): Promise<void> {
	if (count === 0) return;
	const { db } = server.context;
	await db.pharmacy.create({ data: { number: PHARMACY, name: "Pharmacie d'avant", town: "Lyon" } });
	const device = crypto.randomUUID();
	const { thumbprint, jwk } = await deviceKey();
	const row = { id: device, role: "counter", label: "poste 1", thumbprint, publicJwk: jwk } as const;
	await db.device.create({ data: { ...row, pharmacyNumber: PHARMACY } });
	await db.statusList.create({ data: { no: 0, size: 8 } });
	await sql.query(
		`INSERT INTO delegations (pharmacy_number, jti, device_id, request_key, list_no, first_index, index_count,
			not_before, expires_at, jwt) VALUES ($1, 'ballast0', $2, gen_random_uuid(), 0, 0, 8, now() - interval '20 days',
			now() - interval '5 days', '')`,
		[PHARMACY, device],
	);
	for (let from = 0; from < count; from += PER_STATEMENT) {
		const until = Math.min(count, from + PER_STATEMENT) - 1;
		await sql.query(STATEMENT, [PHARMACY, device, from, until, server.context.cipher.keyId]);
	}
	await sql.query("VACUUM (ANALYZE) records");
	await sql.query("VACUUM (ANALYZE) passes");
	await sql.query("VACUUM (ANALYZE) holder_links");
}

const random = (bytes: number) =>
	`substring(${Array.from({ length: Math.ceil(bytes / 32) }, () => "sha256(random()::text::bytea)").join(" || ")} FROM 1 FOR ${bytes})`;

const STATEMENT = `
	WITH numbered AS (
		SELECT n, gen_random_uuid() AS key, now() - make_interval(days => (n % ${DAYS})::int) AS at
		FROM generate_series($3::int, $4::int) AS n
	), kept AS (
		INSERT INTO records (pharmacy_number, key, delegation_jti, status_index, device_id, state, kind, content_mac,
			field_key_id, identity_sealed, contact_sealed, attestation_sealed, sampled_at, sampled_zone, issued_at, issued_zone,
			queued_at, queued_zone, registered_at, registered_zone, same_day, code_day, code_hash)
		SELECT $1, key, 'ballast0', n, $2::uuid, 'registered', 'A', ${random(32)}, $5, ${random(285)}, ${random(93)},
			${random(860)}, at, 'Europe/Paris', at, 'Europe/Paris', at, 'Europe/Paris', at - interval '1 hour', 'UTC',
			${random(12)}, (at + interval '2 days')::date, ${random(3)} FROM numbered
	), linked AS (
		INSERT INTO holder_links (token_hash, pharmacy_number, record_key)
		SELECT ${random(32)}, $1, key FROM numbered
	)
	INSERT INTO passes (pharmacy_number, record_key, uvci, field_key_id, hc1_sealed, signed_by, issued_at, expires_at)
	SELECT $1, key, 'URN:UVCI:01:FR:' || key || '#A', $5, ${random(600)}, 'kid', at, at + interval '1 year' FROM numbered`;
