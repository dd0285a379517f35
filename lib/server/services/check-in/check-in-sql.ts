/**
 * The statements of an exchange with a door: it is asked for every few seconds by every gate of the country. They run by
 * name, so that the database plans them once for a connection. CHAR columns are compared with `bpchar`.
 */
import "server-only";
import type { CheckIn } from "@/generated/prisma/client";
import { type CheckinEvent, OTHERS_PAGE } from "@/lib/protocol/checkins";
import type { Statement } from "../../db/statements";
import { timestamp } from "../../db/timestamp";
import type { JudgedAssignment } from "./judge-event";
import type { PostStanding } from "./post-standing";

/** Not as an integer of the database's, which ends in 2038. */
const seconds = (column: string) => `floor(extract(epoch FROM ${column}))::float8`;

/** Those of `names` that are the venue's, as `JudgedAssignment`. */
export const readAssignments = (venueId: string | null, names: readonly string[]): Statement => ({
	name: "read assignments",
	text: `SELECT id, gates, ${seconds("starts_at")} AS "from", ${seconds("ends_at")} AS "to"
		FROM assignments WHERE id = ANY($1::text[]) AND venue_id = $2`,
	values: [names, venueId ?? ""],
});

/** Times in seconds. */
export type PostColumns = PostStanding & { readonly deviceId: string; readonly gate: string; readonly role: string };

export type AssignmentNow = Pick<JudgedAssignment, "gates"> & {
	readonly posts: readonly PostColumns[];
	/** Of the newest event; a number as text. */
	readonly end: string;
};

/**
 * No row where the assignment is not the venue's. Of one moment: whatever a post had handed in when it said so is not above
 * `end`.
 */
export const readAssignmentNow = (venueId: string | null, assignment: string): Statement => ({
	name: "read assignment now",
	text: `SELECT a.gates, coalesce((SELECT max(seq) FROM check_ins WHERE assignment_id = a.id), 0) AS "end",
		coalesce((
			SELECT json_agg(json_build_object('deviceId', device_id, 'gate', gate, 'role', role,
				'completeAt', ${seconds("complete_at")}, 'heldAt', ${seconds("held_at")}, 'begunAt', ${seconds("begun_at")}
			) ORDER BY device_id)
			FROM posts WHERE assignment_id = a.id
		), '[]') AS posts
		FROM assignments a WHERE a.id = $1 AND a.venue_id = $2`,
	values: [assignment, venueId ?? ""],
});

export const notePost = (assignment: string, post: PostColumns): Statement => ({
	name: "note post",
	text: `INSERT INTO posts (assignment_id, device_id, gate, role, complete_at, held_at, begun_at)
		VALUES ($1, $2::uuid, $3, $4, to_timestamp($5), to_timestamp($6), to_timestamp($7))
		ON CONFLICT (assignment_id, device_id) DO UPDATE SET gate = excluded.gate, role = excluded.role,
			complete_at = excluded.complete_at, held_at = excluded.held_at, begun_at = excluded.begun_at`,
	values: [assignment, post.deviceId, post.gate, post.role, post.completeAt, post.heldAt, post.begunAt],
});

/** An event as it is stored; `seq` is a number as text. */
export type EventColumns = Omit<CheckIn, "seq" | "deviceId" | "receivedAt"> & { readonly seq: string };

const EVENT = `seq, id, assignment_id AS "assignmentId", type, gate, at, direction, outcome, format, pseudonym, alias, salt,
	again, undoes, reason`;

/** Above `from`, not above `end`, in the order of commits: a page of them. */
export const readEventsAfter = (assignment: string, from: number, end: number): Statement => ({
	name: "read events",
	text: `SELECT ${EVENT} FROM check_ins WHERE assignment_id = $1 AND seq > $2::bigint AND seq <= $3::bigint
		ORDER BY seq LIMIT ${OTHERS_PAGE}`,
	values: [assignment, from, end],
});

export const readEventsByIds = (ids: readonly string[]): Statement => ({
	name: "read events by ids",
	text: `SELECT ${EVENT} FROM check_ins WHERE id = ANY($1::uuid[])`,
	values: [ids],
});

/** Of any type: what an event of its type does not have is null. */
type EventInput = Pick<CheckinEvent, "id" | "type" | "gate" | "at"> & { readonly assignmentId: string } & {
	readonly [Member in keyof Omit<EventColumns, "seq" | "id" | "type" | "gate" | "at" | "assignmentId">]?: unknown;
};
type Column = readonly [name: string, type: string, value: (event: EventInput) => unknown];

const COLUMNS: readonly Column[] = [
	["id", "uuid", ({ id }) => id],
	["assignment_id", "text", ({ assignmentId }) => assignmentId],
	["type", "varchar", ({ type }) => type],
	["gate", "text", ({ gate }) => gate],
	["at", "timestamptz", ({ at }) => timestamp(at).toISOString()],
	["direction", "varchar", ({ direction }) => direction],
	["outcome", "varchar", ({ outcome }) => outcome],
	["format", "varchar", ({ format }) => format],
	["pseudonym", "bpchar", ({ pseudonym }) => pseudonym],
	["alias", "bpchar", ({ alias }) => alias],
	["salt", "bpchar", ({ salt }) => salt],
	["again", "bool", ({ again }) => again],
	["undoes", "uuid", ({ undoes }) => undoes],
	["reason", "varchar", ({ reason }) => reason],
];
const NAMES = COLUMNS.map(([name]) => name).join(", ");

export type Inserted = {
	/** False: the device, or its pharmacy, was denied meanwhile; nothing was stored (spec AB-6). */
	readonly isAdmitted: boolean;
	/** Ids that are new. */
	readonly made: readonly string[];
};

/**
 * Under two locks, each in a statement before what is read under it: the device's, so that a denial that comes meanwhile waits
 * and one that was first is seen; and the assignments', so that their events are numbered in the order of their commits and
 * nobody who reads on misses one.
 */
export function insertEvents(deviceId: string, events: readonly CheckinEvent[]): readonly Statement[] {
	const rows = events.map(({ assignment, ...event }) => ({ ...event, assignmentId: assignment }));
	const assignments = [...new Set(rows.map(({ assignmentId }) => assignmentId))];
	return [
		{ name: "lock device", text: "SELECT FROM devices WHERE id = $1::uuid FOR SHARE", values: [deviceId] },
		{
			name: "lock assignments",
			text: "SELECT FROM assignments WHERE id = ANY($1::text[]) ORDER BY id FOR NO KEY UPDATE",
			values: [assignments],
		},
		{ name: "insert events", text: INSERT, values: [deviceId, ...COLUMNS.map(([, , value]) => rows.map(value))] },
	];
}

const INSERT = `
	WITH device AS (
		SELECT d.id, d.state = 'active' AND p.denied_at IS NULL AS "isAdmitted"
		FROM devices d LEFT JOIN pharmacies p ON p.number = d.pharmacy_number WHERE d.id = $1::uuid
	), made AS (
		INSERT INTO check_ins (device_id, ${NAMES})
		SELECT device.id, ${COLUMNS.map(([name]) => `n.${name}`).join(", ")}
		FROM device CROSS JOIN unnest(${COLUMNS.map(([, type], i) => `$${i + 2}::${type}[]`).join(", ")})
			WITH ORDINALITY AS n(${NAMES}, place)
		WHERE device."isAdmitted" ORDER BY n.place ON CONFLICT (id) DO NOTHING RETURNING id
	)
	SELECT coalesce((SELECT "isAdmitted" FROM device), false) AS "isAdmitted", array(SELECT id::text FROM made) AS made`;
