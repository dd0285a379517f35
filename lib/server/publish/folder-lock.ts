/**
 * One writer at a time in the data folder, also between processes: the console, a scheduled job and the command line may
 * all want to read, compare and write the same files.
 */
import "server-only";
import { open, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder } from "./make-folder";

/** Longer than any work under a lock takes: its holder was killed. */
const ABANDONED_MS = 600_000;

/** What `work` gives; undefined, and `work` not begun, while somebody else holds the lock. */
export async function withFolderLock<Answer>(path: string, work: () => Promise<Answer>): Promise<Answer | undefined> {
	await makeFolder(dirname(path));
	if (!(await take(path)) && !((await isAbandoned(path)) && (await take(path)))) return undefined;
	try {
		return await work();
	} finally {
		await rm(path, { force: true });
	}
}

async function take(path: string): Promise<boolean> {
	try {
		await (await open(path, "wx")).close();
		return true;
	} catch (fault) {
		if ((fault as NodeJS.ErrnoException).code === "EEXIST") return false;
		throw fault;
	}
}

/** Removes what a killed holder left. */
async function isAbandoned(path: string): Promise<boolean> {
	const age = await stat(path).then(
		({ mtimeMs }) => Date.now() - mtimeMs,
		() => ABANDONED_MS + 1, // released meanwhile
	);
	if (age <= ABANDONED_MS) return false;
	await rm(path, { force: true });
	return true;
}
