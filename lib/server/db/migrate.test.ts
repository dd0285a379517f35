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

/** Their unique indices are each partition's own, and have its name. */
const PARTITIONED = ["passes", "records"];
/** Indices that Prisma cannot express; of `records_withdrawn` each partition has one. */
const BY_HAND = ["delegations_blocks_apart", "records_withdrawn"];

/**
 * Columns, keys and indices of a database, as Prisma can express them: it knows no partitions. A partitioned table has the
 * columns and references of the whole; of its keys and indices, which have names of their own there, those that every one
 * of its partitions has, and no partition has another.
 */
async function shape(url: string): Promise<readonly unknown[]> {
	const client = new Client({ connectionString: url });
	await client.connect();
	const columns = await client.query(
		`SELECT table_name, column_name, udt_name, is_nullable, column_default, character_maximum_length, datetime_precision
		 FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
			AND NOT (SELECT relispartition FROM pg_class WHERE oid = format('public.%I', table_name)::regclass) ORDER BY 1, 2`,
	);
	const references = await client.query(
		`SELECT conrelid::regclass::text AS t, conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
		 WHERE connamespace = 'public'::regnamespace AND contype = 'f' AND conparentid = 0 ORDER BY 1, 2`,
	);
	const indices = await client.query(
		`SELECT coalesce(i.inhparent, x.indrelid)::regclass::text AS t, x.indisprimary, x.indisunique,
			substring(pg_get_indexdef(x.indexrelid) FROM 'USING .*$') AS definition,
			x.indisvalid, count(*) / greatest((SELECT count(*) FROM pg_inherits p WHERE p.inhparent = i.inhparent), 1) AS in_all
		 FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
			LEFT JOIN pg_inherits i ON i.inhrelid = x.indrelid
		 WHERE x.indrelid <> coalesce(to_regclass('_prisma_migrations'), 0)
			AND x.indexrelid::regclass::text <> ALL($1) AND pg_get_indexdef(x.indexrelid) NOT LIKE $2
		 GROUP BY 1, 2, 3, 4, 5, i.inhparent ORDER BY 1, 2, 3, 4`,
		[BY_HAND, "% WHERE (state <> 'registered'::record_state)"],
	);
	const names = await client.query(
		`SELECT x.indexrelid::regclass::text AS name FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid
		 WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition AND x.indrelid <> coalesce(to_regclass('_prisma_migrations'), 0)
			AND NOT (x.indisunique AND c.relname = ANY($1)) AND NOT x.indexrelid::regclass::text = ANY($2) ORDER BY 1`,
		[PARTITIONED, BY_HAND],
	);
	await client.end();
	return [columns.rows, references.rows, indices.rows, names.rows];
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

describe("[RT-2] what was registered before there were partitions", () => {
	const REGISTERED = `
		INSERT INTO pharmacies (number, name, town) VALUES ('40123', 'x', 'y');
		INSERT INTO devices (id, role, label, thumbprint, public_jwk, pharmacy_number)
			VALUES (gen_random_uuid(), 'counter', 'x', repeat('A', 43), '{}', '40123');
		INSERT INTO status_lists (no, size) VALUES (1, 80);
		INSERT INTO delegations (pharmacy_number, jti, device_id, request_key, list_no, first_index, index_count, not_before,
			expires_at, jwt) SELECT '40123', 'a', id, gen_random_uuid(), 1, 0, 80, now(), now() + interval '1 day', '' FROM devices;
		INSERT INTO records (pharmacy_number, key, delegation_jti, status_index, device_id, state, kind, content_mac, field_key_id,
			identity_sealed, contact_sealed, attestation_sealed, sampled_at, sampled_zone, issued_at, issued_zone, queued_at,
			queued_zone, registered_at, registered_zone, code_day, code_hash)
		SELECT '40123', gen_random_uuid(), 'a', n, d.id, 'registered', 'A', sha256(''), 'k', '', '', '', at, 'UTC', at, 'UTC', at,
			'UTC', at, 'UTC', at::date, 'abc'
		FROM devices d, generate_series(1, 3) AS n, LATERAL (SELECT now() + (n - 2) * interval '40 days') AS t(at);
		INSERT INTO passes SELECT pharmacy_number, key, key::text, 'k', '', 'kid', registered_at, now() FROM records;
		INSERT INTO holder_links (token_hash, pharmacy_number, record_key)
			SELECT sha256(key::text::bytea), pharmacy_number, key FROM records`;

	it("is claimed, and lies in the first partition, also what a clock that ran ahead dated", async () => {
		const client = new Client({ connectionString: await emptyDatabase("before_partitions") });
		await client.connect();
		const names = (await readdir(MIGRATIONS)).filter((name) => /^\d/.test(name)).sort();
		for (const name of names) {
			if (name.endsWith("_partitions")) await client.query(REGISTERED);
			await client.query(await readFile(join(MIGRATIONS, name, "migration.sql"), "utf8"));
		}
		const { rows } = await client.query(
			`SELECT r.tableoid::regclass::text AS record, p.tableoid::regclass::text AS pass, count(l.token_hash)::int AS links
			 FROM record_claims c JOIN records r USING (pharmacy_number, key, delegation_jti, status_index, registered_at)
				JOIN passes p ON p.record_key = c.key JOIN holder_links l ON l.record_key = c.key
			 GROUP BY c.key, r.tableoid, p.tableoid`,
		);
		const ranges = await client.query(
			"SELECT count(*)::int AS months FROM partition_ranges('records') WHERE lower > now() - interval '1 month'",
		);
		await client.end();
		expect(rows).toEqual(Array(3).fill({ record: "records_first", pass: "passes_first", links: 1 }));
		expect(ranges.rows[0]?.months).toBeGreaterThan(0);
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
