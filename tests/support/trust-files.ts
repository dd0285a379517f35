/** Keyset and list as they lie published in a data folder. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { TRUST_PATHS, trustFolder } from "@/lib/server/publish/trust-files";

export async function readTrustFiles(dataDir: string): Promise<{ readonly keyset: string; readonly list: string }> {
	const read = (name: string) => readFile(join(trustFolder(dataDir), name), "utf8");
	return { keyset: await read(TRUST_PATHS.keyset), list: await read(TRUST_PATHS.list) };
}
