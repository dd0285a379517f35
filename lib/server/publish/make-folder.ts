import "server-only";
import { chmod, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

const OWNER_ALL = 0o700;

/**
 * Makes the folder with those above it, unless it is there. Node's own `recursive` never ends where a file system says
 * of an existing folder that nothing can be in it (/proc does): it goes up to make it, and down again, for ever.
 */
export async function makeFolder(path: string): Promise<void> {
	const missing = await tryToMake(path);
	if (missing === undefined) return;
	const above = dirname(path);
	if (above === path) throw missing;
	await makeFolder(above);
	const still = await tryToMake(path);
	if (still !== undefined) throw still;
}

/** The fault where something above is missing; throws any other. */
async function tryToMake(path: string): Promise<Error | undefined> {
	try {
		await mkdir(path);
		// An odd umask may leave us a folder of our own in which we can make nothing.
		const { mode } = await stat(path);
		if ((mode & OWNER_ALL) !== OWNER_ALL) await chmod(path, (mode & 0o777) | OWNER_ALL);
	} catch (fault) {
		if (!(fault instanceof Error && "code" in fault)) throw fault;
		if (fault.code === "ENOENT") return fault;
		// A read-only file system or a guarded folder may say something else than EEXIST of what is there.
		const found = await stat(path).catch(() => undefined);
		if (found?.isDirectory() !== true) throw fault;
	}
	return undefined;
}
