import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ROOT, TYPESCRIPT } from "../../scripts/bootstrap/project.mjs";
import { PostgresUnavailable } from "./binaries";
import type { Database } from "./database";
import { findPostgres, startPostgres } from "./postgres";

/** One statement on a fresh connection. */
async function query(url: string, text: string) {
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
	let database: Database;
	const start = () => startPostgres({ dataFolder, databaseUrl: "", transient: true });

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

	it("is set up for a country that comes back at once", async () => {
		const [row] = await query(
			database.url,
			"SELECT current_setting('max_wal_size') AS log, current_setting('max_parallel_workers_per_gather') AS helpers",
		);
		expect(row).toEqual({ log: "4GB", helpers: "0" });
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

	it.skipIf(process.platform === "win32")(
		"of a test leaves nothing behind when the test is killed",
		async () => {
			const folder = await mkdtemp(path.join(tmpdir(), "relais-postgres-"));
			const script = `
			const { startPostgres } = await import(${JSON.stringify(new URL("./postgres.ts", import.meta.url).href)});
			const { url } = await startPostgres({ dataFolder: ${JSON.stringify(folder)}, databaseUrl: "", transient: true });
			console.log(url);
			setInterval(() => {}, 1000);`;
			const child = spawn(process.execPath, [...TYPESCRIPT, "--input-type=module", "-e", script], {
				cwd: ROOT,
				stdio: ["ignore", "pipe", "inherit"],
			});
			const [output] = await once(child.stdout, "data");
			const url = String(output).trim();
			expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
			child.kill("SIGKILL");
			await vi.waitFor(() => expect(existsSync(path.join(folder, "postgres"))).toBe(false), { timeout: 20_000 });
			await expect(query(url, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
			await rm(folder, { recursive: true });
		},
		60_000,
	);

	it.each([
		[
			"a wrong password",
			(url: string) => Object.assign(new URL(url), { password: "s3cret" }).href,
			"password authentication failed",
		],
		["no such database", (url: string) => Object.assign(new URL(url), { pathname: "/nowhere" }).href, "does not exist"],
		["no server there", () => "postgresql://relais:s3cret@127.0.0.1:1/relais", "ECONNREFUSED"],
		["another kind of address", () => "mysql://relais:s3cret@127.0.0.1/relais", "postgresql://"],
	])("says what is wrong with another server's address, never its password: %s", async (_case, change, reason) => {
		const refused = startPostgres({ dataFolder, databaseUrl: change(database.url) }).catch((error) => error);
		expect(await refused).toBeInstanceOf(PostgresUnavailable);
		expect((await refused).message).toContain(reason);
		expect((await refused).message).not.toContain("s3cret");
	});

	it("leaves two starts at once with one owner", async () => {
		await database.stop();
		const starts = await Promise.allSettled([start(), start()]);
		const owners = starts.filter((each) => each.status === "fulfilled");
		const others = starts.filter((each) => each.status === "rejected");
		for (const { value } of owners) database = value;
		expect(others.map(({ reason }) => String(reason))).toEqual([expect.stringContaining("already runs")]);
	}, 60_000);

	it("is found beside its owner, and looking makes none", async () => {
		expect(await findPostgres({ dataFolder })).toBe(database.url);
		const empty = path.join(dataFolder, "empty");
		await mkdir(path.join(empty, "postgres"), { recursive: true });
		expect(await findPostgres({ dataFolder: empty })).toBeUndefined();
		expect(await readdir(path.join(empty, "postgres"))).toEqual([]);
	});

	it.runIf(process.getuid?.() === 0)("leaves another account's to that account, when we are root", async () => {
		const theirs = path.join(dataFolder, "theirs");
		await mkdir(path.join(theirs, "postgres/data"), { recursive: true });
		await expect(startPostgres({ dataFolder: theirs, databaseUrl: "" })).rejects.toThrow("another account");
	});

	it("uses another server when told its address, and leaves it running", async () => {
		const other = await startPostgres({ dataFolder: path.join(dataFolder, "unused"), databaseUrl: database.url });
		expect(other.external).toBe(true);
		expect(await query(await other.createDatabase("theirs"), "SELECT 1 AS one")).toEqual([{ one: 1 }]);
		await other.dropDatabase("theirs");
		await other.stop();
		expect(await query(database.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
	});
});
