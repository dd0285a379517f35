/**
 * The embedded PostgreSQL: made, started, found again after a crash, and stopped.
 *
 * Promises: durable commits (fsync and synchronous_commit stay on); a random password, kept in the data folder; no
 * socket but 127.0.0.1; one owner at a time (a session lock that the kernel drops with its process); a server left
 * running by a killed owner is taken over, one that was itself killed recovers from its log.
 * With DATABASE_URL set nothing is started. It does not create tables: see commands/migrate.ts.
 */
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, realpath, rm } from "node:fs/promises";
import type { Socket } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Client } from "pg";
import { ROOT, TYPESCRIPT } from "../../scripts/bootstrap/project.mjs";
import { errnoOf } from "../errno";
import { freePort } from "../port";
import { locateBinaries, PostgresUnavailable, serverAccount } from "./binaries";
import { type Cluster, findCluster, prepareCluster, programOptions, SUPERUSER } from "./cluster";
import type { Database } from "./database";
import { ensureDatabase, openExternal } from "./external";
import type { WatchdogOrder } from "./watchdog";

const run = promisify(execFile);
/** Any constant: the lock that says "this cluster has an owner". */
const OWNER_LOCK = 1_382_379_091;
/** A large log takes a while to replay; longer than this is a fault to look at. */
const START_SECONDS = 120;

export type PostgresOptions = {
	readonly dataFolder: string;
	readonly database?: string;
	/** Defaults to the environment's; "" insists on the embedded one. */
	readonly databaseUrl?: string | undefined;
	/** Where it listens if it has to be started; any free one without. */
	readonly port?: number;
	/** For tests: deleted, data and all, when this process dies without `destroy`. */
	readonly transient?: boolean;
};

/** Starts PostgreSQL for a data folder, or uses DATABASE_URL. */
export async function startPostgres({
	dataFolder,
	database = "relais",
	databaseUrl = process.env["DATABASE_URL"],
	port: wanted,
	transient = false,
}: PostgresOptions): Promise<Database> {
	if (databaseUrl) return await openExternal(databaseUrl);
	const [binaries, account] = await Promise.all([locateBinaries(), serverAccount()]);
	const cluster = await prepareCluster({ dataFolder: path.resolve(dataFolder), binaries, account });
	const port = (await findRunning(cluster)) ?? (await startServer(cluster, wanted));
	const owner = await takeOwnership(cluster, port);
	if (transient) watch(cluster);
	await ensureDatabase(owner, database);
	const stop = async () => {
		await owner.end();
		await stopServer(cluster);
	};
	return {
		url: connectionString(cluster, port, database),
		external: false,
		createDatabase: async (name) => {
			await ensureDatabase(owner, name);
			return connectionString(cluster, port, name);
		},
		dropDatabase: async (name) => {
			await owner.query(`DROP DATABASE IF EXISTS ${owner.escapeIdentifier(name)} WITH (FORCE)`);
		},
		stop,
		destroy: async () => {
			await stop();
			await rm(cluster.home, { recursive: true, force: true });
			await rm(cluster.settings, { recursive: true, force: true });
		},
	};
}

/**
 * Connection string of the server that runs on a data folder, for a command beside the portal; undefined when none
 * runs. Starts nothing.
 */
export async function findPostgres({
	dataFolder,
	database = "relais",
}: Pick<PostgresOptions, "dataFolder" | "database">): Promise<string | undefined> {
	if (!existsSync(path.join(dataFolder, "postgres"))) return undefined;
	const [binaries, account] = await Promise.all([locateBinaries(), serverAccount()]);
	const cluster = await findCluster({ dataFolder: path.resolve(dataFolder), binaries, account });
	const port = cluster && (await findRunning(cluster));
	return cluster === undefined || port === undefined ? undefined : connectionString(cluster, port, database);
}

/** Hands the cluster to a process that ends after this one. */
function watch({ binaries, data, account, home, settings }: Cluster): void {
	const order: WatchdogOrder = { pgCtl: binaries.pgCtl, data, account, folders: [home, settings] };
	const child = spawn(process.execPath, [...TYPESCRIPT, "server/postgres/watchdog.ts", JSON.stringify(order)], {
		cwd: ROOT,
		stdio: ["pipe", "ignore", "ignore"],
		detached: true,
	});
	child.unref();
	// Node's types do not say that a pipe is a socket.
	(child.stdin as Partial<Socket>).unref?.();
}

/**
 * pg_ctl's own output is kept out of pipes: the server inherits them and would hold them open. In a group of its own,
 * it is out of Ctrl-C's reach: what it began, a start or a stop, it finishes.
 */
function pgCtl(cluster: Cluster, args: readonly string[]): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = spawn(cluster.binaries.pgCtl, [...args, "-D", cluster.data], {
			...programOptions(cluster),
			stdio: "ignore",
			detached: process.platform !== "win32",
			windowsHide: true,
		});
		child.on("error", reject);
		child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`pg_ctl ${args[0]}: status ${code}`))));
	});
}

/** Also where the server has gone by itself, as when the machine is shut down. */
async function stopServer(cluster: Cluster): Promise<void> {
	try {
		await pgCtl(cluster, ["stop", "-m", "fast", "-w", "-t", "60"]);
	} catch (error) {
		if (existsSync(path.join(cluster.data, "postmaster.pid"))) throw error;
	}
}

async function startServer(cluster: Cluster, wanted: number | undefined): Promise<number> {
	let failure: unknown;
	for (let attempt = 0; attempt < 4; attempt++) {
		// The port may be taken between our look and the server's: then the next one is tried.
		const port = wanted ?? (await freePort());
		const options = `-p ${port} -h 127.0.0.1`;
		try {
			await pgCtl(cluster, ["start", "-w", "-t", String(START_SECONDS), "-l", cluster.log, "-o", options]);
			return port;
		} catch (error) {
			failure = error;
			// Another start was faster: its server it is, and who owns that is decided elsewhere.
			const other = await findRunning(cluster);
			if (other !== undefined) return other;
			// Right after a kill, the last children of the killed server still hold its shared memory.
			await sleep(500);
		}
	}
	const log = await readFile(cluster.log, "utf8").catch(() => "");
	const reason = failure instanceof Error ? failure.message : String(failure);
	throw new PostgresUnavailable(
		`PostgreSQL did not start (${reason}). The end of ${cluster.log}:\n${log.trimEnd().split("\n").slice(-8).join("\n")}`,
	);
}

/** Port of a server that already runs on this cluster, left by an owner that was killed. Clears a stale pid file. */
async function findRunning(cluster: Cluster): Promise<number | undefined> {
	const pidFile = path.join(cluster.data, "postmaster.pid");
	for (let attempt = 0; attempt < START_SECONDS * 2; attempt++) {
		const text = await readFile(pidFile, "utf8").catch(() => "");
		if (text === "") return undefined;
		const [pid, , , port] = text.split("\n").map((line) => Number.parseInt(line, 10));
		if (!isNumber(pid) || !(await isPostgres(pid))) {
			// After a crash of the machine the number may belong to any process; PostgreSQL would refuse to start.
			await rm(pidFile, { force: true });
			return undefined;
		}
		if (isNumber(port) && (await answers(cluster, port))) return port;
		await sleep(500);
	}
	throw new PostgresUnavailable(`a PostgreSQL server runs on ${cluster.data} but does not answer: stop it`);
}

function isNumber(value: number | undefined): value is number {
	return Number.isInteger(value);
}

async function isPostgres(pid: number): Promise<boolean> {
	try {
		process.kill(pid, 0);
	} catch (error) {
		if (errnoOf(error) === "ESRCH") return false;
	}
	if (process.platform === "win32") return true;
	try {
		const { stdout } = await run("ps", ["-o", "comm=", "-p", String(pid)]);
		return stdout.includes("postgres");
	} catch (error) {
		// No `ps` here (slim images): trust the number. Status 1: the process has gone.
		return errnoOf(error) === "ENOENT" ? isPostgresByProc(pid) : false;
	}
}

async function isPostgresByProc(pid: number): Promise<boolean> {
	const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "postgres");
	return name.includes("postgres");
}

async function connect(cluster: Cluster, port: number): Promise<Client> {
	const { default: pg } = await import("pg");
	const client = new pg.Client({ connectionString: connectionString(cluster, port, "postgres") });
	// A server that goes away ends the session; whoever uses the client next gets the error.
	client.on("error", () => {});
	await client.connect();
	return client;
}

async function answers(cluster: Cluster, port: number): Promise<boolean> {
	let client: Client | undefined;
	try {
		client = await connect(cluster, port);
		const { rows } = await client.query("SELECT current_setting('data_directory') AS folder");
		return (await realpath(rows[0].folder)) === (await realpath(cluster.data));
	} catch {
		return false;
	} finally {
		await client?.end();
	}
}

async function takeOwnership(cluster: Cluster, port: number): Promise<Client> {
	const client = await connect(cluster, port);
	const { rows } = await client.query("SELECT pg_try_advisory_lock($1) AS mine", [OWNER_LOCK]);
	if (rows[0].mine) return client;
	await client.end();
	throw new PostgresUnavailable(
		"Relais already runs on this data folder: stop it first, or set RELAIS_DATA to another",
	);
}

function connectionString(cluster: Cluster, port: number, database: string): string {
	return `postgresql://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}
