/** The data folder: whether this account can work in it, whether others can read its keys, and what room is left. */
import "server-only";
import { access, constants, readdir, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { keysFolder } from "../../keys/key-folder";
import { type Finding, findingsOf, wordOf } from "./finding";

const MEBIBYTE = 1_048_576;
/** Signing a list and its files anew takes some of it for a moment, before the old ones go. */
const LEAST_FREE = 64 * MEBIBYTE;
const ROOMY = 1_024 * MEBIBYTE;

/** Bytes that this account can still write below a path. */
export type FreeSpace = (path: string) => Promise<number>;

export const freeSpace: FreeSpace = async (path) => {
	const { bavail, bsize } = await statfs(path);
	return bavail * bsize;
};

export async function examineFolder(dataDir: string, free: FreeSpace): Promise<readonly Finding[]> {
	const folder = findingsOf("data folder");
	try {
		await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
	} catch (fault) {
		return [
			folder.fault(
				`${dataDir} cannot be used (${wordOf(fault)}): set RELAIS_DATA, and run this as the portal's account`,
			),
		];
	}
	return [folder.ok(dataDir), await examineDisk(dataDir, free), await examineRights(keysFolder(dataDir))];
}

async function examineDisk(dataDir: string, free: FreeSpace): Promise<Finding> {
	const disk = findingsOf("disk");
	const bytes = await free(dataDir);
	const says = `${Math.floor(bytes / MEBIBYTE)} MiB are free where the data folder lies`;
	if (bytes < LEAST_FREE) return disk.fault(`${says}: make room, or lists can no longer be published`);
	return bytes < ROOMY ? disk.look(`${says}: make room`) : disk.ok(says);
}

/** Absent folders are the keys' fault, and named there. */
async function examineRights(keys: string): Promise<Finding> {
	const rights = findingsOf("rights of keys");
	const names = await readdir(keys).catch(() => []);
	const open: string[] = [];
	for (const path of [keys, ...names.map((name) => join(keys, name))]) {
		const found = await stat(path).catch(() => undefined);
		if (found !== undefined && (found.mode & 0o077) !== 0) open.push(path);
	}
	if (open.length === 0) return rights.ok("nobody else can read them");
	return rights.fault(`other accounts can read ${open.join(", ")}: chmod -R go= ${keys}`);
}
