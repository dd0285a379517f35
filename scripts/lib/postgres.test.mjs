import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPostgres } from "./postgres.mjs";

/** One statement on a fresh connection. */
async function query(url, text) {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return (await client.query(text)).rows;
	} finally {
		await client.end();
	}
}

describe("embedded PostgreSQL", () => {
	let dataFolder = "";
	let database;
	const start = () => startPostgres({ dataFolder, databaseUrl: "" });

	beforeAll(async () => {
		dataFolder = await mkdtemp(path.join(tmpdir(), "relais-postgres-"));
		database = await start();
		await query(database.url, "CREATE TABLE kept (number int)");
	}, 60_000);
	afterAll(async () => {
		await database?.destroy();
		await rm(dataFolder, { recursive: true, force: true });
	}, 60_000);

	it("commits to the disk and writes no statement to its log", async () => {
		const names = "fsync synchronous_commit full_page_writes log_min_error_statement log_error_verbosity".split(" ");
		const rows = await query(
			database.url,
			names.map((name) => `SELECT current_setting('${name}') AS value`).join(" UNION ALL "),
		);
		expect(rows.map(({ value }) => value)).toEqual(["on", "on", "on", "panic", "terse"]);
	});

	it("refuses a second owner", async () => {
		await expect(start()).rejects.toThrow("already runs");
	});

	it("takes over a server whose owner was killed", async () => {
		await query(database.url, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'");
		const before = database.url;
		database = await start();
		expect(database.url).toBe(before);
	});

	it("refuses a wrong password", async () => {
		const url = new URL(database.url);
		url.password = "guessed";
		await expect(query(url.href, "SELECT 1")).rejects.toThrow("password authentication failed");
	});

	it("makes and drops databases beside the first", async () => {
		const url = await database.createDatabase("other");
		expect(await query(url, "SELECT current_database() AS name")).toEqual([{ name: "other" }]);
		await database.dropDatabase("other");
		await expect(query(url, "SELECT 1")).rejects.toThrow("does not exist");
	});

	it("keeps its data over a stop", async () => {
		await query(database.url, "INSERT INTO kept VALUES (1)");
		await database.stop();
		database = await start();
		expect(await query(database.url, "SELECT number FROM kept")).toEqual([{ number: 1 }]);
	}, 60_000);

	it.skipIf(process.platform === "win32")(
		"keeps what was committed when it is killed, stale pid file and all",
		async () => {
			await query(database.url, "INSERT INTO kept VALUES (2)");
			const [{ folder }] = await query(database.url, "SELECT current_setting('data_directory') AS folder");
			const pid = Number.parseInt(await readFile(path.join(folder, "postmaster.pid"), "utf8"), 10);
			process.kill(pid, "SIGKILL");
			database = await start();
			expect(await query(database.url, "SELECT number FROM kept ORDER BY 1")).toEqual([{ number: 1 }, { number: 2 }]);
		},
		60_000,
	);

	it("uses another server when told its address, and leaves it running", async () => {
		const other = await startPostgres({ dataFolder: path.join(dataFolder, "unused"), databaseUrl: database.url });
		expect(other.external).toBe(true);
		expect(await query(await other.createDatabase("theirs"), "SELECT 1 AS one")).toEqual([{ one: 1 }]);
		await other.dropDatabase("theirs");
		await other.stop();
		expect(await query(database.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
	});
});
