/**
 * The statements that register fresh records, each column and type named once. They run by name, so that the database
 * plans them once for a connection. CHAR columns are compared with `bpchar`: a `text` would be compared row by row.
 */
import "server-only";
import type { Statement } from "../../../db/statements";
import type { SignedPass } from "../../pass/sign-pass";
import type { PreparedRecord, Registrant } from "../prepare-record";

/** A column of a table, its type, and its value of one row. */
type Column<Row> = readonly [name: string, type: string, value: (row: Row) => unknown];

export type LockedDelegation = {
	readonly jti: string;
	readonly listNo: number;
	/** The device that signed, or its pharmacy. */
	readonly isDenied: boolean;
	readonly isRegistrantDenied: boolean;
};

/**
 * $1 pharmacy, $2 jtis, $3 id of the device that registers. Locked apart from what is read under the lock, and against each
 * other: two batches with the same papers under two keys would otherwise wait for each other for ever.
 */
export const LOCK_DELEGATIONS = `
	SELECT d.jti, d.list_no AS "listNo", signer.state = 'denied' OR p.denied_at IS NOT NULL AS "isDenied",
		(SELECT r.state = 'denied' FROM devices r WHERE r.id = $3::uuid) OR p.denied_at IS NOT NULL AS "isRegistrantDenied"
	FROM delegations d JOIN devices signer ON signer.id = d.device_id JOIN pharmacies p ON p.number = d.pharmacy_number
	WHERE d.pharmacy_number = $1::bpchar AND d.jti = ANY($2::varchar[]) ORDER BY d.jti FOR NO KEY UPDATE OF d`;

const iso = (time: Date | string) => new Date(time).toISOString();

const RECORD: readonly Column<PreparedRecord>[] = [
	["pharmacy_number", "bpchar", ({ row }) => row.pharmacyNumber],
	["key", "uuid", ({ row }) => row.key],
	["delegation_jti", "varchar", ({ row }) => row.delegationJti],
	["status_index", "int", ({ row }) => row.statusIndex],
	["device_id", "uuid", ({ row }) => row.deviceId],
	["state", "record_state", ({ row }) => row.state],
	["reason", "text", ({ row }) => row.reason],
	["kind", "bpchar", ({ row }) => row.kind],
	["content_mac", "bytea", ({ row }) => row.contentMac],
	["field_key_id", "text", ({ row }) => row.fieldKeyId],
	["identity_sealed", "bytea", ({ row }) => row.identitySealed],
	["contact_sealed", "bytea", ({ row }) => row.contactSealed],
	["attestation_sealed", "bytea", ({ row }) => row.attestationSealed],
	["sampled_at", "timestamptz", ({ row }) => iso(row.sampledAt)],
	["sampled_zone", "text", ({ row }) => row.sampledZone],
	["issued_at", "timestamptz", ({ row }) => iso(row.issuedAt)],
	["issued_zone", "text", ({ row }) => row.issuedZone],
	["queued_at", "timestamptz", ({ row }) => iso(row.queuedAt)],
	["queued_zone", "text", ({ row }) => row.queuedZone],
	["registered_at", "timestamptz", ({ row }) => iso(row.registeredAt)],
	["registered_zone", "text", ({ row }) => row.registeredZone],
	["corrects", "uuid", ({ row }) => row.corrects],
	["corrects_reason", "text", ({ row }) => row.correctsReason],
	["start_id", "bpchar", ({ row }) => row.startId],
	["start_number", "int", ({ row }) => row.startNumber],
	["same_day", "bytea", ({ row }) => row.sameDay],
	["code_day", "date", ({ row }) => iso(row.codeDay).slice(0, 10)],
	["code_hash", "bytea", ({ row }) => row.codeHash],
];
const names = (columns: readonly Column<never>[]) => columns.map(([name]) => name).join(", ");
const arrays = (columns: readonly Column<never>[], before = 0) =>
	columns.map(([, type], i) => `$${before + i + 1}::${type}[]`).join(", ");

/** A record with all that registers it. */
export type CompletedRecord = {
	readonly prepared: PreparedRecord;
	readonly pass: SignedPass;
	readonly sealedPass: Uint8Array;
	readonly tokenHash: Uint8Array;
};

/** What stands beside the record itself: its pass, and the link of its sheet. */
const BESIDE: readonly Column<CompletedRecord>[] = [
	["token_hash", "bytea", ({ tokenHash }) => tokenHash],
	["uvci", "text", ({ pass }) => pass.uvci],
	["hc1_sealed", "bytea", ({ sealedPass }) => sealedPass],
	["signed_by", "text", ({ pass }) => pass.signedBy],
	["pass_issued_at", "timestamptz", ({ pass }) => new Date(pass.issuedAt * 1_000).toISOString()],
	["pass_expires_at", "timestamptz", ({ pass }) => new Date(pass.expiresAt * 1_000).toISOString()],
];

/**
 * Registers what is new in every respect, whole or not at all, and answers its keys. Looks at denials and revocations itself:
 * under the locks of the statement before it.
 */
const REGISTER = `
	WITH n AS (
		SELECT * FROM unnest(${arrays(RECORD)}, ${arrays(BESIDE, RECORD.length)}) AS n(${names(RECORD)}, ${names(BESIDE)})
	), claimed AS (
		INSERT INTO records (${names(RECORD)})
		SELECT ${RECORD.map(([name]) => `n.${name}`).join(", ")}
		FROM n JOIN delegations d ON d.pharmacy_number = n.pharmacy_number AND d.jti = n.delegation_jti
			JOIN devices signer ON signer.id = d.device_id JOIN devices sender ON sender.id = n.device_id
			JOIN pharmacies p ON p.number = n.pharmacy_number
		WHERE signer.state <> 'denied' AND sender.state <> 'denied' AND p.denied_at IS NULL
			AND NOT EXISTS (SELECT FROM status_bits b WHERE b.list_no = d.list_no AND b.index = n.status_index)
			AND NOT EXISTS (SELECT FROM holder_links h WHERE h.token_hash = n.token_hash)
		ORDER BY n.key ON CONFLICT DO NOTHING RETURNING key
	), linked AS (
		INSERT INTO holder_links (token_hash, pharmacy_number, record_key)
		SELECT token_hash, pharmacy_number, key FROM n JOIN claimed USING (key)
	), passed AS (
		INSERT INTO passes (pharmacy_number, record_key, uvci, field_key_id, hc1_sealed, signed_by, issued_at, expires_at)
		SELECT pharmacy_number, key, uvci, field_key_id, hc1_sealed, signed_by, pass_issued_at, pass_expires_at
		FROM n JOIN claimed USING (key)
	)
	SELECT key::text AS key FROM claimed`;

/** In the order of their keys. */
export function registerStatements(
	{ pharmacyNumber, deviceId }: Registrant,
	completed: readonly CompletedRecord[],
): readonly Statement[] {
	const prepared = completed.map((each) => each.prepared);
	const jtis = [...new Set(prepared.map(({ jti }) => jti))].sort();
	return [
		{ name: "lock delegations", text: LOCK_DELEGATIONS, values: [pharmacyNumber, jtis, deviceId] },
		{
			name: "register records",
			text: REGISTER,
			values: [...columnsOf(RECORD, prepared), ...columnsOf(BESIDE, completed)],
		},
	];
}

function columnsOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): unknown[][] {
	return columns.map(([, , value]) => rows.map(value));
}
