/**
 * The keys of a running portal: the generation in use changes with the clock, and new files are found without a
 * restart. What cannot be read leaves the keys in use.
 */
import "server-only";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Log } from "../settings/log";
import { readKeyFolder } from "./key-folder";
import { type KeyStore, keysAt, type LoadedKeys, loadKeys } from "./key-store";

export type LiveKeys = {
	readonly now: () => KeyStore;
	/** Looks into the folder again. */
	readonly refresh: () => Promise<void>;
};

export type LiveKeysOptions = {
	readonly dataDir: string;
	readonly clock: () => NumericDate;
	readonly log: Pick<Log, "info" | "error">;
};

export function liveKeys(first: LoadedKeys, { dataDir, clock, log }: LiveKeysOptions): LiveKeys {
	let loaded = first;
	return {
		now: () => keysAt(loaded, clock()),
		refresh: async () => {
			const folder = await readKeyFolder(dataDir);
			// The same keys stay the same objects: what is derived from them is remembered by them.
			if (folder.ok && JSON.stringify(folder.value) === JSON.stringify(loaded.folder)) return;
			const found = folder.ok ? await loadKeys(dataDir) : folder;
			if (!found.ok) {
				log.error({ code: found.error.code, path: found.error.path }, "keys cannot be read; those in use stay");
				return;
			}
			loaded = found.value;
			log.info({ seq: loaded.claims.seq }, "keys changed");
		},
	};
}
