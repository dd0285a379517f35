// @ts-check
/** Installs what package-lock.json says, when node_modules says otherwise. Needs nothing but npm. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { longStep, ROOT, runNode, runProgram } from "./project.mjs";
import { isWritable, npmCache, requireWritable } from "./writable.mjs";

/** @typedef {Record<string, { version?: string, optional?: boolean }>} Packages by place */

/**
 * @param {string} file
 * @returns {Promise<Packages | undefined>}
 */
async function packagesOf(file) {
	try {
		return JSON.parse(await readFile(path.join(ROOT, file), "utf8")).packages;
	} catch {
		return undefined;
	}
}

/** npm writes what it installed into node_modules; optional packages for other platforms are absent there. */
async function areInstalled() {
	const [wanted, found] = await Promise.all([
		packagesOf("package-lock.json"),
		packagesOf("node_modules/.package-lock.json"),
	]);
	if (!wanted || !found) return false;
	return Object.entries(wanted).every(([place, { version, optional }]) => {
		if (place === "") return true;
		return place in found ? found[place]?.version === version : optional === true;
	});
}

/** @returns {Promise<boolean>} whether something was installed */
export async function installDependencies() {
	if (await areInstalled()) return false;
	await requireWritable({
		folder: ROOT,
		remedy: "clone into a folder of its own, or install with `npm ci` as the owner",
	});
	await longStep("installing packages (once, about a minute)", installWithCache);
	return true;
}

/** Accounts of services often have no home folder, where npm would keep what it downloads. */
async function installWithCache() {
	if (await isWritable(npmCache())) return await runNpmCi([]);
	const cache = await mkdtemp(path.join(tmpdir(), "relais-npm-"));
	try {
		await runNpmCi([`--cache=${cache}`]);
	} finally {
		await rm(cache, { recursive: true, force: true });
	}
}

/** @param {readonly string[]} further arguments */
async function runNpmCi(further) {
	// Development packages too: they build and test, whatever NODE_ENV says. No package's install script runs: none is
	// needed (the library links of PostgreSQL are made in server/postgres/binaries.ts), and one of them wants the network.
	const usual = ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"];
	const args = [...usual, "--loglevel=error", ...further];
	const npm = process.env["npm_execpath"];
	const onWindows = process.platform === "win32";
	if (npm?.endsWith("npm-cli.js")) await runNode([npm, ...args], { name: "npm ci" });
	else await runProgram(onWindows ? "npm.cmd" : "npm", args, { name: "npm ci", shell: onWindows });
}
