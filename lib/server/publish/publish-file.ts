import "server-only";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Replaces a published file in one step: a reader sees the old or the new one in whole, also after a power cut.
 * Drafts of a killed writer are left as `.name.pid.draft` and never served.
 */
export async function publishFile(path: string, content: string | Uint8Array): Promise<void> {
	await mkdir(dirname(path), { recursive: true });
	const draft = join(dirname(path), `.${basename(path)}.${process.pid}.draft`);
	try {
		const file = await open(draft, "w", 0o644);
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
