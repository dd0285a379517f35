import { type KeyStore, keysAt, type LoadedKeys, loadKeys } from "@/lib/server/keys/key-store";
import { missingKeyFile } from "@/lib/server/keys/missing-key";
import { givenPath } from "./read-files";
import { currentTime } from "./read-time";
import { UsageError } from "./usage-error";

/** `--data DIR`, else `$RELAIS_DATA`, else `.relais` in the project. */
export function dataFolder(option: string | undefined): string {
	// An unset shell variable must not turn the current folder into the data folder.
	if (option === "") throw new UsageError("--data: a folder is needed");
	return option === undefined ? process.env["RELAIS_DATA"] || ".relais" : givenPath(option);
}

/** The authority's keys as they lie in the data folder. */
export async function loadKeyFolder(dataDir: string, command: string): Promise<LoadedKeys> {
	const keys = await loadKeys(dataDir);
	if (keys.ok) return keys.value;
	throw new UsageError(`${command}: ${keys.error.path}: ${keys.error.code} (relais keys init makes them)`);
}

/** The authority's keys, for a command that signs. */
export async function openKeys(dataDir: string, command: string): Promise<KeyStore> {
	const [loaded, now] = [await loadKeyFolder(dataDir, command), currentTime()];
	const missing = missingKeyFile(dataDir, loaded, now);
	if (missing !== undefined) throw new UsageError(`${command}: ${missing}: keys_missing (put the file back)`);
	return keysAt(loaded, now);
}
