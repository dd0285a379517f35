/**
 * The copy of the app that the service worker keeps: browsers (and people) empty caches under a worker that lives on,
 * which would otherwise answer nothing once the network is gone. Runs in the service worker.
 */
import type { CopyAnswer } from "./copy-answer";

export type CopyPorts = {
	/** All that this version needs: address by key in the cache. */
	readonly wanted: ReadonlyMap<string, string>;
	/** Keys that the cache holds. */
	readonly held: () => Promise<readonly string[]>;
	/** Stores a file under its key; rejects where there is no room. */
	readonly put: (key: string, file: Response) => Promise<void>;
	/** Past the browser's own cache; rejects without a network. */
	readonly fetch: (address: string) => Promise<Response>;
	/** Whether the server has another version by now; rejects where it does not answer. */
	readonly superseded: () => Promise<boolean>;
};

/** Files that are fetched at a time. */
const AT_ONCE = 6;

/** Keys and addresses of what is missing. */
async function missingFiles({ wanted, held }: CopyPorts): Promise<readonly (readonly [string, string])[]> {
	const present = new Set(await held());
	return [...wanted].filter(([key]) => !present.has(key));
}

/**
 * Finds what is missing, `tell`s, and fetches it. Nothing is stored before the server was asked whether these files are
 * still this version's: a page of another version would ask for scripts that are in no cache.
 */
export async function refillCopy(ports: CopyPorts, tell: (answer: CopyAnswer) => void): Promise<CopyAnswer> {
	const missing = await missingFiles(ports);
	if (missing.length === 0) return { state: "complete" };
	const of = ports.wanted.size;
	tell({ state: "incomplete", missing: missing.length, of, filling: true });
	const files = await fetchAll(missing, ports);
	const superseded = await ports.superseded().catch(() => undefined);
	if (superseded === true) return { state: "superseded" };
	if (superseded === false) await storeAll(files, ports);
	const left = (await missingFiles(ports)).length;
	return left === 0 ? { state: "complete" } : { state: "incomplete", missing: left, of, filling: false };
}

type Fetched = readonly [key: string, file: Response];

async function fetchAll(
	missing: readonly (readonly [string, string])[],
	ports: CopyPorts,
): Promise<readonly Fetched[]> {
	const waiting = [...missing];
	const files: Fetched[] = [];
	const work = async () => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			const [key, address] = next;
			// Without a network, or where another version took the place of this one, it stays missing.
			const file = await ports.fetch(address).catch(() => undefined);
			if (file?.ok && !file.redirected) files.push([key, file]);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	return files;
}

/** One that the disk has no room for stays missing, and is counted as such. */
async function storeAll(files: readonly Fetched[], { put }: CopyPorts): Promise<void> {
	for (const [key, file] of files) await put(key, file).catch(() => undefined);
}
