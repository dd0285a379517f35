/** The audit trail for whoever may read it: by an account that sees this one table, without anything else of a portal. */
import "server-only";
import { z } from "zod";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import { openDatabase } from "../db/database";
import { isDatabaseUnreachable } from "../db/faults";
import { timestamp } from "../db/timestamp";
import { wordOf } from "../services/doctor/finding";

const row = z.object({
	/** Entries are numbered as they were added; a number is left out where an act was rolled back. */
	id: z.int(),
	/** ISO 8601, UTC, with milliseconds. */
	at: z.string(),
	actorKind: z.string(),
	actor: z.string(),
	/** A newer release may have written one that this one does not know. */
	action: z.string(),
	subject: z.record(z.string(), z.unknown()),
	requestId: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof row>;

type EntriesWanted = {
	readonly since: NumericDate | undefined;
	readonly action: string | undefined;
	/** Entries added before the one of this number. */
	readonly before: number | undefined;
	readonly limit: number;
};

/** Newest first; `more`: there are others, which were added before the last one here. */
type EntryPage = { readonly entries: readonly AuditEntry[]; readonly more: boolean };

/** `unreachable`: with the word of PostgreSQL or of the system. */
export type Unread =
	| { readonly why: "absent" }
	| { readonly why: "forbidden" }
	| { readonly why: "unreachable"; readonly word: string };

const QUESTION = `
	SELECT id::float8 AS id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
		actor_kind AS "actorKind", actor, action, subject, request_id AS "requestId"
	FROM audit_entries
	WHERE ($1::timestamptz IS NULL OR at >= $1) AND ($2::text IS NULL OR action = $2) AND ($3::bigint IS NULL OR id < $3)
	ORDER BY id DESC LIMIT $4`;

export async function readEntries(
	connectionString: string,
	{ since, action, before, limit }: EntriesWanted,
): Promise<Result<EntryPage, Unread>> {
	const { connections } = openDatabase({ connectionString, pool: 1 });
	try {
		const from = since === undefined ? null : timestamp(since).toISOString();
		const { rows } = await connections.query(QUESTION, [from, action ?? null, before ?? null, limit + 1]);
		const entries = z.array(row).parse(rows);
		return ok({ entries: entries.slice(0, limit), more: entries.length > limit });
	} catch (fault) {
		return err(whyUnread(fault));
	} finally {
		// Prisma, which was asked nothing, would leave them open, and with them the process.
		await connections.end();
	}
}

/** PostgreSQL: no such table; no right to it. */
const [NO_TABLE, NO_RIGHT] = ["42P01", "42501"];

function whyUnread(fault: unknown): Unread {
	const code = (fault as { readonly code?: unknown }).code;
	if (code === NO_TABLE) return { why: "absent" };
	if (code === NO_RIGHT) return { why: "forbidden" };
	if (typeof code === "string" || isDatabaseUnreachable(fault)) return { why: "unreachable", word: wordOf(fault) };
	throw fault;
}
