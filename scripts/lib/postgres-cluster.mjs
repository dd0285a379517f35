/**
 * The folder of the embedded PostgreSQL: made once, found again, never mistaken for another's.
 *
 * Below the data folder, except under root (see postgres-binaries.mjs). Promises that a crash in the middle of its
 * making leaves nothing that looks finished. Starts no server.
 */
import { execFile } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { appendFile, chmod, chown, mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { isRoot, makePassable, PostgresUnavailable, rootHome } from "./postgres-binaries.mjs";

const run = promisify(execFile);
export const SUPERUSER = "relais";

const SETTINGS = `
# --- Relais ---
unix_socket_directories = ''
max_connections = 100
timezone = 'UTC'
log_timezone = 'UTC'
# No personal data in logs: no statement texts, and no key values of a failed constraint.
log_min_error_statement = panic
log_error_verbosity = terse
`;

/**
 * Folders, password and an initialised cluster. `home` holds `data` and `log`.
 * @typedef {{ home: string, data: string, log: string, password: string, settings: string,
 *   account: import("./postgres-binaries.mjs").Account | undefined,
 *   binaries: { initdb: string, pgCtl: string, major: number } }} Cluster
 * @returns {Promise<Cluster>}
 */
export async function prepareCluster({ dataFolder, binaries, account }) {
	const settings = path.join(dataFolder, "postgres");
	await mkdir(settings, { recursive: true, mode: 0o700 });
	const home = isRoot() ? await homeForAccount(settings, account) : settings;
	const password = await readOrMake(path.join(settings, "password"), () => randomBytes(24).toString("base64url"));
	const cluster = clusterAt({ settings, home, password, binaries, account });
	if (existsSync(cluster.data)) {
		const major = Number.parseInt(await readFile(path.join(cluster.data, "PG_VERSION"), "utf8"), 10);
		if (major !== binaries.major) {
			throw new PostgresUnavailable(
				`the data in ${cluster.data} belongs to PostgreSQL ${major}, this version brings ${binaries.major}: dump it with the former version and restore it here`,
			);
		}
	} else {
		await initialise(cluster);
	}
	return cluster;
}

/**
 * A cluster that was made before; makes none.
 * @returns {Promise<Cluster | undefined>}
 */
export async function findCluster({ dataFolder, binaries, account }) {
	const settings = path.join(dataFolder, "postgres");
	const password = await readKept(path.join(settings, "password"));
	const id = isRoot() ? await readKept(path.join(settings, "cluster-id")) : "";
	if (password === undefined || id === undefined) return undefined;
	const home = isRoot() ? homeOf(id) : settings;
	const cluster = clusterAt({ settings, home, password, binaries, account });
	return existsSync(cluster.data) ? cluster : undefined;
}

function clusterAt({ settings, home, password, binaries, account }) {
	return { binaries, account, settings, home, data: path.join(home, "data"), log: path.join(home, "log"), password };
}

function homeOf(id) {
	return path.join(rootHome(), "clusters", id);
}

/**
 * Root keeps the cluster outside the data folder, under a random id that the data folder names: deleting the data
 * folder and starting anew never finds an older database, and moving the project keeps its own.
 */
async function homeForAccount(settings, account) {
	if (existsSync(path.join(settings, "data"))) {
		throw new PostgresUnavailable(
			`another account started Relais on ${path.dirname(settings)}: go on as that account, or set RELAIS_DATA to another folder`,
		);
	}
	const id = await readOrMake(path.join(settings, "cluster-id"), () => randomUUID());
	const home = homeOf(id);
	await makePassable(path.dirname(home));
	await mkdir(home, { recursive: true });
	await chown(home, account.uid, account.gid);
	await chmod(home, 0o700);
	const claim = path.join(home, "data-folder");
	const here = await realpath(settings);
	const before = existsSync(claim) ? (await readFile(claim, "utf8")).trim() : here;
	if (before !== here && (await sameId(before, id))) {
		throw new PostgresUnavailable(
			`${here} is a copy of ${before} and names the same database: remove ${path.join(here, "cluster-id")} to start an empty one`,
		);
	}
	await writeFile(claim, `${here}\n`);
	return home;
}

async function sameId(settings, id) {
	try {
		return (await readFile(path.join(settings, "cluster-id"), "utf8")).trim() === id;
	} catch {
		return false;
	}
}

async function readKept(file) {
	try {
		return (await readFile(file, "utf8")).trim();
	} catch (error) {
		if (error.code === "ENOENT") return undefined;
		if (error.code !== "EACCES") throw error;
		throw new PostgresUnavailable(`this account cannot read ${file}: go on as the account that started Relais`);
	}
}

async function readOrMake(file, make) {
	const kept = await readKept(file);
	if (kept !== undefined) return kept;
	const value = make();
	await writeFile(file, `${value}\n`, { mode: 0o600, flag: "wx" });
	return value;
}

async function initialise(cluster) {
	const fresh = `${cluster.data}.new`;
	const passwordFile = path.join(cluster.home, "initdb-password");
	await rm(fresh, { recursive: true, force: true });
	await writeFile(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
	if (cluster.account) await chown(passwordFile, cluster.account.uid, cluster.account.gid);
	const args = ["-D", fresh, "-U", SUPERUSER, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
	// The same order of text on every platform, whatever locales it has.
	args.push("-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C");
	try {
		await run(cluster.binaries.initdb, args, programOptions(cluster));
	} catch (error) {
		throw new PostgresUnavailable(
			`PostgreSQL could not make its data folder ${cluster.data}:\n${error.stderr || error.message}`,
		);
	} finally {
		await rm(passwordFile, { force: true });
	}
	await appendFile(path.join(fresh, "postgresql.conf"), SETTINGS);
	await rename(fresh, cluster.data);
}

/** How the cluster's programs are spawned: as its account, where that account may stand. */
export function programOptions(cluster) {
	return { ...cluster.account, cwd: cluster.home, env: { ...process.env, LC_ALL: "C", LC_MESSAGES: "C" } };
}
