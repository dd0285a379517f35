/**
 * Applies prisma/migrations to a database and writes the ordinary `_prisma_migrations` table, so that an operator with
 * the `prisma` command sees the same history. Safe to run from several instances at once and on every start.
 * Every migration.sql is one transaction, so that a start killed in the middle of one left nothing: it is tried again.
 * Never resets anything.
 */
import "server-only";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { type MigrationList, withSchemaEngine } from "./schema-engine";

/** Any constant: instances that start together migrate one after the other. */
const MIGRATION_LOCK = 7_266_137;
const FILTERS = { externalTables: [], externalEnums: [] };

export type MigrateOptions = {
	readonly connectionString: string;
	/** Project root, where prisma/ lies. */
	readonly root: string;
};

/** Applied in whole or not at all: without these two lines a killed start would leave half a schema. */
function isOneTransaction(sql: string): boolean {
	const statements = sql.replaceAll(/^--.*$/gm, "").trim();
	return statements.startsWith("BEGIN;") && statements.endsWith("COMMIT;");
}

async function readMigration(path: string): Promise<string> {
	const sql = await readFile(path, "utf8");
	if (!isOneTransaction(sql)) throw new Error(`A migration must begin with BEGIN; and end with COMMIT;: ${path}`);
	return sql;
}

async function readMigrations(root: string): Promise<MigrationList> {
	const baseDir = join(root, "prisma", "migrations");
	const entries = await readdir(baseDir, { withFileTypes: true });
	const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
	const migrationDirectories = await Promise.all(
		names.sort().map(async (path) => ({
			path,
			migrationFile: {
				path: "migration.sql",
				content: { tag: "ok" as const, value: await readMigration(join(baseDir, path, "migration.sql")) },
			},
		})),
	);
	const content = await readFile(join(baseDir, "migration_lock.toml"), "utf8");
	return { baseDir, lockfile: { path: "migration_lock.toml", content }, shadowDbInitScript: "", migrationDirectories };
}

const readSchema = (root: string): Promise<string> => readFile(join(root, "prisma", "schema.prisma"), "utf8");

/** Names of the migrations that this call applied, oldest first. Throws when the database's history does not fit. */
export async function migrate(options: MigrateOptions): Promise<readonly string[]> {
	const [schema, migrationsList] = await Promise.all([readSchema(options.root), readMigrations(options.root)]);
	const guard = new Client({ connectionString: options.connectionString });
	// A server that goes away fails the migration by whatever is asked of it next.
	guard.on("error", () => undefined);
	await guard.connect();
	try {
		await guard.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
		return await withSchemaEngine({ connectionString: options.connectionString, schema }, async (engine) => {
			const input = { migrationsList, optInToShadowDatabase: false, filters: FILTERS };
			const failed = (await engine.diagnoseMigrationHistory(input)).failedMigrationNames;
			for (const migrationName of failed) await engine.markMigrationRolledBack({ migrationName });
			const edited = (await engine.diagnoseMigrationHistory(input)).editedMigrationNames;
			const changed = edited.filter((name) => !failed.includes(name));
			if (changed.length > 0) throw new Error(`Applied migrations were edited afterwards: ${changed.join(", ")}`);
			const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: FILTERS });
			return appliedMigrationNames;
		});
	} finally {
		await guard.end();
	}
}

/**
 * SQL from one Prisma schema to another; empty when they agree, from an empty database without `from`. Compares texts:
 * through the driver adapter the engine cannot yet describe a live database (it cannot read the type "char").
 * Checks and exclusion constraints are invisible to it and are written by hand.
 */
export async function schemaChange(options: {
	readonly connectionString: string;
	readonly from: string | undefined;
	readonly to: string;
}): Promise<string> {
	const datamodel = (content: string) => ({
		tag: "schemaDatamodel" as const,
		files: [{ path: "schema.prisma", content }],
	});
	const { stdout } = await withSchemaEngine(
		{ connectionString: options.connectionString, schema: options.to },
		(engine) =>
			engine.diff({
				from: options.from === undefined ? { tag: "empty" } : datamodel(options.from),
				to: datamodel(options.to),
				script: true,
				exitCode: null,
				filters: FILTERS,
			}),
	);
	const sql = stdout ?? "";
	return /^\s*(-- This is an empty migration\.)?\s*$/.test(sql) ? "" : sql;
}
