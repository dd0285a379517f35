/** A key folder of an earlier version has no key that counters could encrypt to: it gets one at the first start. */
import "server-only";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type KeyFolder, keysFolder, writeKeyFile } from "./key-folder";
import { makeSigningKey } from "./make-key";

/** True: one was made. Two portals that start at once make one each, and read what was encrypted to either. */
export async function ensureRecordKey(
	dataDir: string,
	{ folder, now }: { readonly folder: KeyFolder; readonly now: NumericDate },
): Promise<boolean> {
	if (folder.files.some(({ use }) => use === "record")) return false;
	await writeKeyFile(keysFolder(dataDir), await makeSigningKey("record", now));
	return true;
}
