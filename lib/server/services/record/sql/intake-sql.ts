/**
 * The statements that register fresh records, each column and type named once. They run by name, so that the database
 * plans them once for a connection. CHAR columns are compared with `bpchar`: a `text` would be compared row by row.
 */
import "server-only";
import type { SignedPass } from "../../pass/sign-pass";
import type { PreparedRecord } from "../prepare-record";

/** A column of a table, its type, and its value of one row. */
type Column<Row> = readonly [name: string, type: string, value: (row: Row) => unknown];
export type Statement = { readonly name: string; readonly text: string };

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

/** After the columns of RECORD: the hashes of the holders' tokens. Answers the keys of what is new in every respect. */
export const CLAIM: Statement = {
	name: "claim records",
	text: `
		INSERT INTO records (${names(RECORD)})
		SELECT ${RECORD.map(([name]) => `n.${name}`).join(", ")}
		FROM unnest(${arrays(RECORD)}, $${RECORD.length + 1}::bytea[]) AS n(${names(RECORD)}, token_hash)
		JOIN delegations d ON d.pharmacy_number = n.pharmacy_number AND d.jti = n.delegation_jti
		WHERE NOT EXISTS (SELECT FROM status_bits b WHERE b.list_no = d.list_no AND b.index = n.status_index)
			AND NOT EXISTS (SELECT FROM holder_links h WHERE h.token_hash = n.token_hash)
		ORDER BY n.key ON CONFLICT DO NOTHING RETURNING key::text AS key`,
};

export function claimValues(prepared: readonly PreparedRecord[], tokenHashes: readonly Uint8Array[]): unknown[] {
	return [...columnsOf(RECORD, prepared), tokenHashes];
}

export type CompletedRecord = {
	readonly prepared: PreparedRecord;
	readonly pass: SignedPass;
	readonly sealedPass: Uint8Array;
	readonly tokenHash: Uint8Array;
};

const PASS: readonly Column<CompletedRecord>[] = [
	["pharmacy_number", "bpchar", ({ prepared }) => prepared.row.pharmacyNumber],
	["record_key", "uuid", ({ prepared }) => prepared.row.key],
	["uvci", "text", ({ pass }) => pass.uvci],
	["field_key_id", "text", ({ prepared }) => prepared.row.fieldKeyId],
	["hc1_sealed", "bytea", ({ sealedPass }) => sealedPass],
	["signed_by", "text", ({ pass }) => pass.signedBy],
	["issued_at", "timestamptz", ({ pass }) => new Date(pass.issuedAt * 1_000).toISOString()],
	["expires_at", "timestamptz", ({ pass }) => new Date(pass.expiresAt * 1_000).toISOString()],
];

/** Passes and the links of the sheets. */
export const COMPLETE: Statement = {
	name: "complete records",
	text: `
		WITH n AS (
			SELECT * FROM unnest(${arrays(PASS)}, $${PASS.length + 1}::bytea[]) AS n(${names(PASS)}, token_hash)
		), linked AS (
			INSERT INTO holder_links (token_hash, pharmacy_number, record_key)
			SELECT token_hash, pharmacy_number, record_key FROM n
		)
		INSERT INTO passes (${names(PASS)}) SELECT ${names(PASS)} FROM n`,
};

export function completeValues(completed: readonly CompletedRecord[]): unknown[] {
	return [...columnsOf(PASS, completed), completed.map(({ tokenHash }) => tokenHash)];
}

function columnsOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): unknown[][] {
	return columns.map(([, , value]) => rows.map(value));
}
