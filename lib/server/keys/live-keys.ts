/**
 * The keys of a running portal: the generation in use changes with the clock, and new files are found without a
 * restart. What cannot be read leaves the keys in use. What ends soon is said in the log, at the first look and then once
 * a day.
 */
import "server-only";
import { isoUtc } from "@/lib/shared/instant";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import type { Log } from "../settings/log";
import { endsSoon } from "./key-ends";
import { readKeyFolder } from "./key-folder";
import { type KeyStore, keysAt, type LoadedKeys, loadKeys } from "./key-store";
import { missingKeyFile } from "./missing-key";

export type LiveKeys = {
	readonly now: () => KeyStore;
	/** Looks into the folder again. */
	readonly refresh: () => Promise<void>;
};

export type LiveKeysOptions = {
	readonly dataDir: string;
	readonly clock: () => NumericDate;
	readonly log: Pick<Log, "info" | "warn" | "error">;
};

export function liveKeys(first: LoadedKeys, { dataDir, clock, log }: LiveKeysOptions): LiveKeys {
	let loaded = first;
	let told = -Infinity;
	let latest: { readonly of: LoadedKeys; readonly at: NumericDate; readonly keys: KeyStore } | undefined;

	async function look(): Promise<void> {
		const folder = await readKeyFolder(dataDir);
		// The same keys stay the same objects: what is derived from them is remembered by them.
		if (folder.ok && JSON.stringify(folder.value) === JSON.stringify(loaded.folder)) return;
		const found = folder.ok ? await loadKeys(dataDir) : folder;
		if (!found.ok) {
			log.error({ code: found.error.code, path: found.error.path }, "keys cannot be read; those in use stay");
			return;
		}
		const missing = missingKeyFile(dataDir, found.value, clock());
		if (missing !== undefined) {
			log.error({ code: "keys_missing", path: missing }, "a key file is gone; the keys in use stay");
			return;
		}
		loaded = found.value;
		log.info({ seq: loaded.claims.seq }, "keys changed");
	}

	function tellEnds(): void {
		const now = clock();
		if (now - told < DAY) return;
		told = now;
		for (const { what, ends } of endsSoon(loaded, now)) {
			const line = { what, ends: isoUtc(ends), days: Math.floor((ends - now) / DAY) };
			if (ends > now) log.warn(line, "the authority's keys end soon: renew the keyset");
			else log.error(line, "the authority's keys have ended: renew the keyset");
		}
	}

	return {
		now: () => {
			const at = clock();
			// Asked several times for each record.
			if (latest?.of !== loaded || latest.at !== at) latest = { of: loaded, at, keys: keysAt(loaded, at) };
			return latest.keys;
		},
		refresh: async () => {
			await look();
			tellEnds();
		},
	};
}
