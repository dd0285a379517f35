import "server-only";
import { randomUUID } from "node:crypto";
import { access, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { makeFolder } from "./make-folder";

const DRAFT = /^\..+\.draft$/;
/** A draft that old has lost its writer; a file that old and over has no reader any more. */
const KEPT_MS = 86_400_000;

/**
 * Replaces a published file in one step: a reader sees the old or the new one in whole, also after a power cut, and
 * whoever else writes the same file at the same time. A killed writer leaves a hidden draft, which is never served.
 */
export async function publishFile(path: string, content: string | Uint8Array): Promise<void> {
	await makeFolder(dirname(path));
	const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}.draft`);
	try {
		const file = await open(draft, "wx", 0o644);
		try {
			await file.writeFile(content);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(draft, path);
	} catch (fault) {
		await rm(draft, { force: true });
		throw fault;
	}
}

export async function isPublished(path: string): Promise<boolean> {
	try {
		await access(path);
		return true;
	} catch {
		return false;
	}
}

/** Deletes what killed writers left below `folder`, and old files that `isOver` names by their path in it. */
export async function sweepFolder(
	folder: string,
	{ nowMs, isOver }: { readonly nowMs: number; readonly isOver: (path: string) => boolean },
): Promise<void> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	for (const entry of entries) {
		const path = join(entry.parentPath, entry.name);
		if (!entry.isFile() || !(DRAFT.test(entry.name) || isOver(relative(folder, path)))) continue;
		// Gone meanwhile: its writer was still running.
		const age = await stat(path).then(
			({ mtimeMs }) => nowMs - mtimeMs,
			() => 0,
		);
		if (age > KEPT_MS) await rm(path, { force: true });
	}
}
