import "client-only";
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Result } from "@/lib/shared/result";
import { DATABASE_NAME, database, RelaisDatabase, workOn } from "./database";
import { type Mirror, mirror, mirroredTables } from "./mirror";
import { type StorageFailure, storageFailure } from "./storage-failure";

/**
 * [ND-3] A door goes on where its storage does not: the same tables, in memory, under the same code. What was deleted is
 * not written back: nobody can tell whether the browser did it or a person. A disk that was only full, and still knows
 * this device, gets what happened meanwhile as soon as it takes it.
 */

export type StorageState =
	| { readonly state: "disk" }
	/** `since`: device time. Whatever is written from then on is gone with the page. */
	| { readonly state: "memory"; readonly why: MemoryReason; readonly since: NumericDate };

/** `refused`: the browser never gave a database; `gone`: it was deleted; `full`: it takes no more. */
export type MemoryReason = "refused" | "gone" | "full";

const DISK: StorageState = { state: "disk" };
let state: StorageState = DISK;
let kept: Mirror | undefined;
const listeners = new Set<() => void>();

export const storageState = (): StorageState => state;

export function followStorage(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

function note(next: StorageState): void {
	state = next;
	for (const listener of listeners) listener();
}

/** Begins to keep a copy of this page's database in memory. Called by the door, once it has a device. */
export function keepStandIn(): void {
	if (kept !== undefined || state.state === "memory") return;
	const db = database();
	const onRefused = (error: unknown) => {
		const failure = storageFailure(error);
		if (failure !== undefined) leaveDisk(failure);
	};
	const following = mirror(db, onRefused);
	kept = following;
	following.ready.catch(onRefused);
	// The browser closed it by force (its data were deleted, its files are damaged), or somebody deletes it.
	db.on("close", () => goToMemory("gone"));
	db.on("versionchange", ({ newVersion }) => {
		if (newVersion === null) goToMemory("gone");
	});
}

/** From now on this page works in memory, with all that it knew. Nothing, where it is there already. */
export function goToMemory(why: MemoryReason): void {
	if (state.state === "memory") return;
	const rows = kept?.rows() ?? new Map<string, readonly unknown[]>();
	kept?.stop();
	kept = undefined;
	const memory = new RelaisDatabase(DATABASE_NAME, { indexedDB: new IDBFactory(), IDBKeyRange });
	// Whoever asks the new database waits until everything is in it.
	memory.on("ready", async (filled) => {
		for (const [name, content] of rows) await filled.table(name).bulkPut([...content]);
	});
	workOn(memory);
	note({ state: "memory", why, since: Math.floor(Date.now() / 1000) });
	void memory.open();
}

/** A write that the disk refuses is made in memory: never silently uncounted. */
export async function orInMemory<Value>(
	write: () => Promise<Result<Value, StorageFailure>>,
): Promise<Result<Value, StorageFailure>> {
	const written = await write();
	return !written.ok && leaveDisk(written.error) ? write() : written;
}

/** The same for work that rejects where the disk refuses. */
export async function survive<Value>(work: () => Promise<Value>): Promise<Value> {
	try {
		return await work();
	} catch (error) {
		const failure = storageFailure(error);
		if (failure === undefined || !leaveDisk(failure)) throw error;
		return work();
	}
}

/** False where this page does not go on in memory. */
function leaveDisk({ code }: StorageFailure): boolean {
	if (kept !== undefined) goToMemory(code === "storage_full" ? "full" : "gone");
	return state.state === "memory";
}

/**
 * Looks whether the disk is there again with this very device on it, and if so writes what happened in memory to it and
 * works on it. False: everything stays as it is.
 */
export async function returnToDisk(): Promise<boolean> {
	if (state.state === "disk" || state.why === "refused") return false;
	const memory = database();
	const disk = new RelaisDatabase();
	try {
		const [known, own] = await Promise.all([disk.device.get("device"), memory.device.get("device")]);
		if (known?.id !== "device" || own?.id !== "device" || known.thumbprint !== own.thumbprint) {
			disk.close();
			return false;
		}
		await writeBack(memory, disk);
	} catch (error) {
		disk.close();
		if (storageFailure(error) === undefined) throw error;
		return false;
	}
	workOn(disk);
	note(DISK);
	keepStandIn();
	return true;
}

/** Facts may have been deleted meanwhile; of everything else there is only more. */
async function writeBack(memory: RelaisDatabase, disk: RelaisDatabase): Promise<void> {
	const names = mirroredTables(memory);
	const rows = await Promise.all(names.map((name) => memory.table(name).toArray()));
	await disk.transaction("rw", names, async () => {
		await disk.facts.clear();
		for (const [i, name] of names.entries()) await disk.table(name).bulkPut(rows[i] ?? []);
	});
}
