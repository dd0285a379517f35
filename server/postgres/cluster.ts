/**
 * The folder of the embedded PostgreSQL: made once, found again, never mistaken for another's.
 *
 * Below the data folder, except under root (see binaries.ts). Promises that a crash in the middle of its
 * making leaves nothing that looks finished. Starts no server.
 */
import { execFile } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { appendFile, chmod, chown, mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { errnoOf } from "../errno";
import { type Account, type Binaries, isRoot, makePassable, PostgresUnavailable, rootHome } from "./binaries";
import { tuning } from "./tuning";

const run = promisify(execFile);
export const SUPERUSER = "relais";

const settings = () => `
# --- Relais ---
${Object.entries(tuning())
	.map(([name, value]) => `${name} = ${value}`)
	.join("\n")}
unix_socket_directories = ''
max_connections = 100
timezone = 'UTC'
log_timezone = 'UTC'
# No personal data in logs: no statement texts, and no key values of a failed constraint.
log_min_error_statement = panic
log_error_verbosity = terse
`;

/** What a cluster is looked for or made from. */
type Place = {
	/** Absolute. */
	readonly dataFolder: string;
	readonly binaries: Binaries;
	readonly account: Account | undefined;
};

/** Folders and password; `home` holds `data` and `log`. */
export type Cluster = {
	readonly binaries: Binaries;
	readonly account: Account | undefined;
	/** Below the data folder. */
	readonly settings: string;
	readonly home: string;
	readonly data: string;
	readonly log: string;
	readonly password: string;
};

/** An initialised cluster. */
export async function prepareCluster({ dataFolder, binaries, account }: Place): Promise<Cluster> {
	const settings = path.join(dataFolder, "postgres");
	await mkdir(settings, { recursive: true, mode: 0o700 });
	const home = account === undefined ? settings : await homeForAccount(settings, account);
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

/** A cluster that was made before; makes none. */
export async function findCluster({ dataFolder, binaries, account }: Place): Promise<Cluster | undefined> {
	const settings = path.join(dataFolder, "postgres");
	const password = await readKept(path.join(settings, "password"));
	const id = isRoot() ? await readKept(path.join(settings, "cluster-id")) : "";
	if (password === undefined || id === undefined) return undefined;
	const home = isRoot() ? homeOf(id) : settings;
	const cluster = clusterAt({ settings, home, password, binaries, account });
	return existsSync(cluster.data) ? cluster : undefined;
}

function clusterAt({ settings, home, password, binaries, account }: Omit<Cluster, "data" | "log">): Cluster {
	return { binaries, account, settings, home, data: path.join(home, "data"), log: path.join(home, "log"), password };
}

function homeOf(id: string): string {
	return path.join(rootHome(), "clusters", id);
}

/**
 * Root keeps the cluster outside the data folder, under a random id that the data folder names: deleting the data
 * folder and starting anew never finds an older database, and moving the project keeps its own.
 */
async function homeForAccount(settings: string, account: Account): Promise<string> {
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

async function sameId(settings: string, id: string): Promise<boolean> {
	try {
		return (await readFile(path.join(settings, "cluster-id"), "utf8")).trim() === id;
	} catch {
		return false;
	}
}

async function readKept(file: string): Promise<string | undefined> {
	try {
		return (await readFile(file, "utf8")).trim();
	} catch (error) {
		if (errnoOf(error) === "ENOENT") return undefined;
		if (errnoOf(error) !== "EACCES") throw error;
		throw new PostgresUnavailable(`this account cannot read ${file}: go on as the account that started Relais`);
	}
}

async function readOrMake(file: string, make: () => string): Promise<string> {
	const kept = await readKept(file);
	if (kept !== undefined) return kept;
	const value = make();
	await writeFile(file, `${value}\n`, { mode: 0o600, flag: "wx" });
	return value;
}

async function initialise(cluster: Cluster): Promise<void> {
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
		throw new PostgresUnavailable(`PostgreSQL could not make its data folder ${cluster.data}:\n${saidBy(error)}`);
	} finally {
		await rm(passwordFile, { force: true });
	}
	await appendFile(path.join(fresh, "postgresql.conf"), settings());
	await rename(fresh, cluster.data);
}

/** What a program that failed wrote, or why it did not run. */
function saidBy(error: unknown): string {
	const { stderr, message } = error as Error & { readonly stderr?: string };
	return stderr || message;
}

/** How the cluster's programs are spawned: as its account, where that account may stand. */
export function programOptions(cluster: Cluster) {
	return { ...cluster.account, cwd: cluster.home, env: { ...process.env, LC_ALL: "C", LC_MESSAGES: "C" } };
}
