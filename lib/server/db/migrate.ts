/**
 * Applies prisma/migrations to a database and writes the ordinary `_prisma_migrations` table, so that an operator with
 * the `prisma` command sees the same history. Safe to run from several instances at once and on every start.
 * It never resets, never rolls back and never repairs a failed migration by itself.
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

export async function readMigrations(root: string): Promise<MigrationList> {
	const baseDir = join(root, "prisma", "migrations");
	const entries = await readdir(baseDir, { withFileTypes: true });
	const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
	const migrationDirectories = await Promise.all(
		names.sort().map(async (path) => ({
			path,
			migrationFile: {
				path: "migration.sql",
				content: { tag: "ok" as const, value: await readFile(join(baseDir, path, "migration.sql"), "utf8") },
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
	await guard.connect();
	try {
		await guard.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
		return await withSchemaEngine({ connectionString: options.connectionString, schema }, async (engine) => {
			const history = await engine.diagnoseMigrationHistory({
				migrationsList,
				optInToShadowDatabase: false,
				filters: FILTERS,
			});
			if (history.failedMigrationNames.length > 0) {
				throw new Error(`A migration failed earlier and must be resolved: ${history.failedMigrationNames.join(", ")}`);
			}
			if (history.editedMigrationNames.length > 0) {
				throw new Error(`Applied migrations were edited afterwards: ${history.editedMigrationNames.join(", ")}`);
			}
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
