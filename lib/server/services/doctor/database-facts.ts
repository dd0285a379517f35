/** What the database says of itself, in one question. */
import "server-only";
import { z } from "zod";
import type { Connections } from "../../db/database";

/** What a role can do that the portal need not, with the names of its answer. */
const facts = z.object({
	version: z.int(),
	/** Seconds since 1970, by the database's clock. */
	now: z.number(),
	/** Connections that others may still open. */
	free: z.int(),
	/** Commits wait for somebody. */
	hasStandby: z.boolean(),
	/** Of its log, between two checkpoints: bytes at most. */
	logBytes: z.number(),
	isSuperuser: z.boolean(),
	/** Whether the role owns tables of the portal. */
	ownsTables: z.boolean(),
	hasTables: z.boolean(),
	/** What the account may do with entries of the audit trail (spec AU-4). */
	addsEntries: z.boolean(),
	readsEntries: z.boolean(),
	changesEntries: z.boolean(),
});
export type DatabaseFacts = z.infer<typeof facts>;

const QUESTION = `
	SELECT current_setting('server_version_num')::int AS "version",
		extract(epoch FROM clock_timestamp())::float8 AS "now",
		(current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
			- (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'))::int AS "free",
		coalesce(current_setting('synchronous_standby_names', true), '') <> '' AS "hasStandby",
		pg_size_bytes(current_setting('max_wal_size'))::float8 AS "logBytes",
		(SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS "isSuperuser",
		EXISTS (SELECT FROM pg_class WHERE oid = to_regclass('records') AND pg_has_role(relowner, 'USAGE')) AS "ownsTables",
		to_regclass('_prisma_migrations') IS NOT NULL AND to_regclass('records') IS NOT NULL AS "hasTables",
		coalesce(has_table_privilege(to_regclass('audit_entries'), 'INSERT'), false) AS "addsEntries",
		coalesce(has_table_privilege(to_regclass('audit_entries'), 'SELECT'), false) AS "readsEntries",
		coalesce(has_table_privilege(to_regclass('audit_entries'), 'UPDATE, DELETE, TRUNCATE, TRIGGER'), false)
			AS "changesEntries"`;

export async function databaseFacts(connections: Connections): Promise<DatabaseFacts> {
	const { rows } = await connections.query(QUESTION);
	return facts.parse(rows[0]);
}

const months = z.object({
	/** Months of records or passes, from this one on, of which the database has no partition: the first, `YYYY-MM`. */
	missing: z.string().nullable(),
	/** Something lies where no month is. */
	unplaced: z.boolean(),
});

/** [RT-1] Of a database that has this release's tables. Two months ahead: the third is made minutes after a month began. */
export async function monthFacts(connections: Connections): Promise<z.infer<typeof months>> {
	const { rows } = await connections.query(`
		SELECT (
			SELECT to_char(min(month), 'YYYY-MM') FROM (VALUES ('records'), ('passes')) AS whole(name),
				generate_series(0, 2) AS ahead, LATERAL (
					SELECT date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead) AS month) AS wanted
			WHERE NOT EXISTS (SELECT FROM partition_ranges(whole.name::regclass) r
				WHERE r.lower <= month AT TIME ZONE 'UTC' AND r.upper > month AT TIME ZONE 'UTC')
		) AS "missing",
		EXISTS (SELECT FROM records_default) OR EXISTS (SELECT FROM passes_default) AS "unplaced"`);
	return months.parse(rows[0]);
}

/** Names of the migrations that were applied, oldest first. */
export async function appliedMigrations(connections: Connections): Promise<readonly string[]> {
	const { rows } = await connections.query<{ readonly name: string }>(
		`SELECT migration_name AS name FROM _prisma_migrations
		WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
	);
	return rows.map(({ name }) => name);
}
