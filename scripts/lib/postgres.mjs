/**
 * The embedded PostgreSQL: made, started, found again after a crash, and stopped.
 *
 * Promises: durable commits (fsync and synchronous_commit stay on); a random password, kept in the data folder; no
 * socket but 127.0.0.1; one owner at a time (a session lock that the kernel drops with its process); a server left
 * running by a killed owner is taken over, one that was itself killed recovers from its log.
 * With DATABASE_URL set nothing is started. It does not create tables: see migrate.ts.
 */
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, realpath, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "./port.mjs";
import { locateBinaries, PostgresUnavailable, serverAccount } from "./postgres-binaries.mjs";
import { findCluster, prepareCluster, programOptions, SUPERUSER } from "./postgres-cluster.mjs";
import { ensureDatabase, openExternal } from "./postgres-external.mjs";

export { PostgresUnavailable };

const run = promisify(execFile);
/** Any constant: the lock that says "this cluster has an owner". */
const OWNER_LOCK = 1_382_379_091;
/** A large log takes a while to replay; longer than this is a fault to look at. */
const START_SECONDS = 120;

/**
 * @typedef {object} Database
 * @property {string} url connection string of the application's database
 * @property {boolean} external true for DATABASE_URL: nothing was started, `stop` does nothing
 * @property {(name: string) => Promise<string>} createDatabase makes an empty database, answers its connection string
 * @property {(name: string) => Promise<void>} dropDatabase
 * @property {() => Promise<void>} stop rolls back what is open and waits until the server is gone
 * @property {() => Promise<void>} destroy stops, then deletes the cluster with all its data (tests)
 */

/**
 * Starts PostgreSQL for a data folder, or uses DATABASE_URL.
 * @param {object} options
 * @param {string} options.dataFolder
 * @param {string} [options.database]
 * @param {string | undefined} [options.databaseUrl] defaults to the environment's; "" insists on the embedded one
 * @param {boolean} [options.transient] for tests: deleted, data and all, when this process dies without `destroy`
 * @returns {Promise<Database>}
 */
export async function startPostgres({
	dataFolder,
	database = "relais",
	databaseUrl = process.env["DATABASE_URL"],
	transient = false,
}) {
	if (databaseUrl) return await openExternal(databaseUrl);
	const [binaries, account] = await Promise.all([locateBinaries(), serverAccount()]);
	const cluster = await prepareCluster({ dataFolder: path.resolve(dataFolder), binaries, account });
	const port = (await findRunning(cluster)) ?? (await startServer(cluster));
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
 * Connection string of the server that runs on a data folder, for a command beside the portal. Starts nothing.
 * @param {{ dataFolder: string, database?: string }} options
 * @returns {Promise<string | undefined>} undefined when none runs
 */
export async function findPostgres({ dataFolder, database = "relais" }) {
	if (!existsSync(path.join(dataFolder, "postgres"))) return undefined;
	const [binaries, account] = await Promise.all([locateBinaries(), serverAccount()]);
	const cluster = await findCluster({ dataFolder: path.resolve(dataFolder), binaries, account });
	const port = cluster && (await findRunning(cluster));
	return port === undefined ? undefined : connectionString(cluster, port, database);
}

/** Hands the cluster to a process that outlives this one, if only just. */
function watch({ binaries, data, account, home, settings }) {
	const order = { pgCtl: binaries.pgCtl, data, account, folders: [home, settings] };
	const script = path.join(import.meta.dirname, "postgres-watchdog.mjs");
	const child = spawn(process.execPath, [script, JSON.stringify(order)], {
		stdio: ["pipe", "ignore", "ignore"],
		detached: true,
	});
	child.unref();
	child.stdin.unref?.();
}

/**
 * pg_ctl's own output is kept out of pipes: the server inherits them and would hold them open. In a group of its own, it
 * is out of Ctrl-C's reach: what it began, a start or a stop, it finishes.
 */
function pgCtl(cluster, args) {
	return new Promise((resolve, reject) => {
		const child = spawn(cluster.binaries.pgCtl, [...args, "-D", cluster.data], {
			...programOptions(cluster),
			stdio: "ignore",
			detached: process.platform !== "win32",
			windowsHide: true,
		});
		child.on("error", reject);
		child.on("close", (code) =>
			code === 0 ? resolve(undefined) : reject(new Error(`pg_ctl ${args[0]}: status ${code}`)),
		);
	});
}

/** Also where the server has gone by itself, as when the machine is shut down. */
async function stopServer(cluster) {
	try {
		await pgCtl(cluster, ["stop", "-m", "fast", "-w", "-t", "60"]);
	} catch (error) {
		if (existsSync(path.join(cluster.data, "postmaster.pid"))) throw error;
	}
}

async function startServer(cluster) {
	let failure;
	for (let attempt = 0; attempt < 4; attempt++) {
		// The port may be taken between our look and the server's: then the next one is tried.
		const port = await freePort();
		const options = `-p ${port} -h 127.0.0.1`;
		try {
			await pgCtl(cluster, ["start", "-w", "-t", String(START_SECONDS), "-l", cluster.log, "-o", options]);
			return port;
		} catch (error) {
			failure = error;
			// Another start was faster: its server it is, and who owns that is decided elsewhere.
			const other = await findRunning(cluster);
			if (other !== undefined) return other;
			// Right after a kill, the dead server's last children still hold its memory.
			await sleep(500);
		}
	}
	const log = await readFile(cluster.log, "utf8").catch(() => "");
	throw new PostgresUnavailable(
		`PostgreSQL did not start (${failure.message}). The end of ${cluster.log}:\n${log.trimEnd().split("\n").slice(-8).join("\n")}`,
	);
}

/** Port of a server that already runs on this cluster, left by an owner that was killed. Clears a stale pid file. */
async function findRunning(cluster) {
	const pidFile = path.join(cluster.data, "postmaster.pid");
	for (let attempt = 0; attempt < START_SECONDS * 2; attempt++) {
		const text = await readFile(pidFile, "utf8").catch(() => "");
		if (text === "") return undefined;
		const [pid, , , port] = text.split("\n").map((line) => Number.parseInt(line, 10));
		if (!(await isPostgres(pid))) {
			// After a crash of the machine the number may belong to any process; PostgreSQL would refuse to start.
			await rm(pidFile, { force: true });
			return undefined;
		}
		if (Number.isInteger(port) && (await answers(cluster, port))) return port;
		await sleep(500);
	}
	throw new PostgresUnavailable(`a PostgreSQL server runs on ${cluster.data} but does not answer: stop it`);
}

async function isPostgres(pid) {
	if (!Number.isInteger(pid)) return false;
	try {
		process.kill(pid, 0);
	} catch (error) {
		if (error.code === "ESRCH") return false;
	}
	if (process.platform === "win32") return true;
	try {
		const { stdout } = await run("ps", ["-o", "comm=", "-p", String(pid)]);
		return stdout.includes("postgres");
	} catch (error) {
		// No `ps` here (slim images): believe the number. Status 1: the process has gone.
		return error.code === "ENOENT" ? isPostgresByProc(pid) : false;
	}
}

async function isPostgresByProc(pid) {
	const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "postgres");
	return name.includes("postgres");
}

async function connect(cluster, port) {
	const { default: pg } = await import("pg");
	const client = new pg.Client({ connectionString: connectionString(cluster, port, "postgres") });
	// A server that goes away ends the session; whoever uses the client next gets the error.
	client.on("error", () => {});
	await client.connect();
	return client;
}

async function answers(cluster, port) {
	let client;
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

async function takeOwnership(cluster, port) {
	const client = await connect(cluster, port);
	const { rows } = await client.query("SELECT pg_try_advisory_lock($1) AS mine", [OWNER_LOCK]);
	if (rows[0].mine) return client;
	await client.end();
	throw new PostgresUnavailable(
		"Relais already runs on this data folder: stop it first, or set RELAIS_DATA to another",
	);
}

function connectionString(cluster, port, database) {
	return `postgresql://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}
