import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { freshDatabase, type TestDatabase } from "@/tests/support/test-database";

const ROOT = join(import.meta.dirname, "../../..");
const MIGRATIONS = join(ROOT, "prisma/migrations");

let migrated: TestDatabase;
beforeAll(async () => {
	migrated = await freshDatabase();
});
afterAll(() => migrated.drop());

/** In a process of its own, as an operator runs it. */
async function run(script: string, url: string, ...args: string[]): Promise<string> {
	const command = ["--conditions=react-server", "--import", "tsx", join(ROOT, script), ...args];
	const { stdout } = await promisify(execFile)(process.execPath, command, {
		cwd: ROOT,
		env: { ...process.env, DATABASE_URL: url },
	});
	return stdout.trim();
}

async function emptyDatabase(name: string): Promise<string> {
	const url = new URL(inject("postgres"));
	url.pathname = "/postgres";
	const client = new Client({ connectionString: url.href });
	await client.connect();
	await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
	await client.query(`CREATE DATABASE ${name}`);
	await client.end();
	url.pathname = `/${name}`;
	return url.href;
}

/** Columns, keys and indices of a database, as Prisma can express them. */
async function shape(url: string): Promise<readonly unknown[]> {
	const client = new Client({ connectionString: url });
	await client.connect();
	const columns = await client.query(
		`SELECT table_name, column_name, udt_name, is_nullable, column_default, character_maximum_length, datetime_precision
		 FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1, 2`,
	);
	const keys = await client.query(
		`SELECT conrelid::regclass::text AS t, conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
		 WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f', 'u') AND conrelid::regclass::text <> '_prisma_migrations'
		 ORDER BY 1, 2`,
	);
	const indices = await client.query(
		`SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
		 AND tablename <> '_prisma_migrations' AND indexname NOT IN ('delegations_blocks_apart', 'records_withdrawn') ORDER BY 1, 2`,
	);
	await client.end();
	return [columns.rows, keys.rows, indices.rows];
}

describe("migrations", () => {
	it("write the history table of the prisma command, and do nothing the second time", async () => {
		const names = (await readdir(MIGRATIONS, { withFileTypes: true })).filter((entry) => entry.isDirectory());
		const rows = await migrated.query(
			"SELECT migration_name, finished_at, checksum FROM _prisma_migrations ORDER BY 1",
		);
		expect(rows.map((row) => row["migration_name"])).toEqual(names.map(({ name }) => name).sort());
		for (const row of rows) expect(row["finished_at"]).toBeInstanceOf(Date);
		expect(await run("server/commands/migrate.ts", migrated.url)).toBe("Database is up to date.");
	});

	it("run by several instances at once are applied once", async () => {
		const url = await emptyDatabase("migrate_together");
		const outputs = await Promise.all([1, 2, 3].map(() => run("server/commands/migrate.ts", url)));
		expect(outputs.filter((output) => output.startsWith("Applied"))).toHaveLength(1);
		expect(outputs.filter((output) => output === "Database is up to date.")).toHaveLength(2);
	});

	it("are tried again after one that failed half-way, of which nothing remained", async () => {
		const url = await emptyDatabase("migrate_again");
		const client = new Client({ connectionString: url });
		await client.connect();
		// One of the names of the first migration is in the way, as if the start had been killed there.
		await client.query("CREATE TYPE mail_state AS ENUM ('other')");
		await expect(run("server/commands/migrate.ts", url)).rejects.toThrow();
		const { rows } = await client.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
		expect(rows.map(({ tablename }) => tablename)).toEqual(["_prisma_migrations"]);
		await client.query("DROP TYPE mail_state");
		await client.end();
		expect(await run("server/commands/migrate.ts", url)).toMatch(/^Applied /);
	});

	it("lead to what schema.prisma says, and their snapshot is that schema", async () => {
		const schema = await readFile(join(ROOT, "prisma/schema.prisma"), "utf8");
		expect(await readFile(join(MIGRATIONS, "schema.snapshot.prisma"), "utf8")).toBe(schema);
		expect(await run("tools/migrate-new.ts", migrated.url, "nothing")).toBe("Migrations and schema agree.");
		const url = await emptyDatabase("from_schema");
		const sql = await run("tests/support/schema-sql.ts", url);
		const client = new Client({ connectionString: url });
		await client.connect();
		await client.query(sql);
		await client.end();
		expect(await shape(migrated.url)).toEqual(await shape(url));
	});
});

describe("constraints that Prisma cannot express", () => {
	it.each([
		["a pharmacy number of letters", "INSERT INTO pharmacies (number, name, town) VALUES ('4012a', 'x', 'y')"],
		["kinds out of order", "INSERT INTO pharmacies (number, name, town, kinds) VALUES ('40123', 'x', 'y', 'VA')"],
		[
			"a counter without a pharmacy",
			"INSERT INTO devices (id, role, label, thumbprint, public_jwk) VALUES (gen_random_uuid(), 'counter', 'x', repeat('A', 43), '{}')",
		],
		["a list that hands out more than it has", "INSERT INTO status_lists (no, size, next_index) VALUES (1, 8, 9)"],
		["a publication without a number", "INSERT INTO publications VALUES ('x', 0, '', '', now())"],
	])("refuse %s", async (_, sql) => {
		await expect(migrated.query(sql)).rejects.toThrow(/check constraint/);
	});
});
