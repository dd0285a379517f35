// @ts-check
/** Folders that have to be written to, looked at before anything long is begun. */
import { constants } from "node:fs";
import { access, mkdir, stat } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { dataFolder, StepFailed } from "./project.mjs";

/**
 * Makes the folder if need be.
 * @param {string} folder
 */
export async function isWritable(folder) {
	try {
		await makeFolder(folder);
		await access(folder, constants.W_OK | constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/**
 * As lib/server/publish/make-folder.ts, before there is anything that runs TypeScript: `recursive` never ends in /proc.
 * @param {string} folder
 * @returns {Promise<void>}
 */
async function makeFolder(folder) {
	const missing = await tryToMake(folder);
	if (missing === undefined) return;
	const above = path.dirname(folder);
	if (above === folder) throw missing;
	await makeFolder(above);
	const still = await tryToMake(folder);
	if (still !== undefined) throw still;
}

/**
 * @param {string} folder
 * @returns {Promise<Error | undefined>} the fault where something above is missing
 */
async function tryToMake(folder) {
	try {
		await mkdir(folder);
	} catch (fault) {
		if (fault instanceof Error && "code" in fault && fault.code === "ENOENT") return fault;
		if (!(await stat(folder)).isDirectory()) throw fault;
	}
	return undefined;
}

/** @param {{ folder: string, remedy: string }} wanted `remedy`: what to do if it cannot be written */
export async function requireWritable({ folder, remedy }) {
	if (!(await isWritable(folder))) throw new StepFailed(`this account cannot write to ${folder}: ${remedy}`);
}

/** For keys and database. */
export async function requireDataFolder() {
	await requireWritable({ folder: dataFolder(), remedy: "set RELAIS_DATA to a folder of its own" });
}

/** For passing files. */
export async function requireTemporaryFolder() {
	await requireWritable({ folder: tmpdir(), remedy: "set TMPDIR to a folder that it can write" });
}

/** Where npm keeps what it has downloaded: below the home folder, unless npm was told otherwise. */
export function npmCache() {
	return process.env["npm_config_cache"] || path.join(homedir(), ".npm");
}
