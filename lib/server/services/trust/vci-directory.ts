/**
 * The VCI directory as the last import met it. Its certificate is self-signed and lies beside the snapshot: whoever can
 * replace one can replace both. So the first certificate is kept, as a root is pinned at first use, and a snapshot that
 * is older than the last one, which would bring back keys that were withdrawn since, is refused.
 */
import "server-only";
import { join } from "node:path";
import { z } from "zod";
import { instantOf } from "@/lib/shared/instant";
import { publishFile } from "../../publish/publish-file";
import { readDataFile } from "../../publish/read-data-file";

const remembered = z.object({ fingerprint: z.string(), time: z.int().optional() });

export type VciDirectory = {
	/** SHA-256 of the certificate. */
	readonly fingerprint: string;
	/** When the snapshot was taken, where it says so. */
	readonly time: number | undefined;
};

export type DirectoryProblem = "certificate_changed" | "snapshot_older";

const pathOf = (dataDir: string) => join(dataDir, "trust", "vci-directory.json");

export async function directoryProblem(
	dataDir: string,
	{ fingerprint, time }: VciDirectory,
): Promise<DirectoryProblem | undefined> {
	const last = await recall(dataDir);
	if (last === undefined) return undefined;
	if (last?.fingerprint !== fingerprint) return "certificate_changed";
	return last.time !== undefined && (time ?? 0) < last.time ? "snapshot_older" : undefined;
}

/** Null for a file that cannot be read: which certificate it was is then not known. */
async function recall(dataDir: string): Promise<z.infer<typeof remembered> | null | undefined> {
	try {
		const file = await readDataFile(pathOf(dataDir));
		return file === undefined ? undefined : (remembered.safeParse(file).data ?? null);
	} catch (fault) {
		if (fault instanceof SyntaxError) return null;
		throw fault;
	}
}

export async function rememberDirectory(dataDir: string, { fingerprint, time }: VciDirectory): Promise<void> {
	await publishFile(pathOf(dataDir), `${JSON.stringify({ fingerprint, time })}\n`);
}

export function timeOfSnapshot(snapshot: unknown): number | undefined {
	const { data } = z.object({ time: z.string() }).safeParse(snapshot);
	return data && instantOf(data.time);
}
