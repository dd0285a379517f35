import "client-only";
import { z } from "zod";
import { database, type RelaisDatabase } from "../../store/database";
import { readFact, writeFact } from "../../store/facts";

/**
 * A folder that the pharmacy chose for the copy of its queue (spec QM-3): a network share, a stick. Browsers that can write
 * into one ask the person for it, and may ask again after a restart.
 */

type Permission = "granted" | "denied" | "prompt";

/** Members of the File System Access API that TypeScript's library does not have. */
type Folder = FileSystemDirectoryHandle & {
	readonly queryPermission: (wanted: { mode: "readwrite" }) => Promise<Permission>;
	readonly requestPermission: (wanted: { mode: "readwrite" }) => Promise<Permission>;
};
type PickerWindow = {
	readonly showDirectoryPicker?: (wanted: { id: string; mode: "readwrite" }) => Promise<Folder>;
};

const FACT = "copy-folder";
const WRITE = { mode: "readwrite" } as const;

const picker = () => (globalThis as unknown as PickerWindow).showDirectoryPicker;

export const canChooseFolder = (): boolean => picker() !== undefined;

/** Resolves without a change when the person closes the browser's question. */
export async function chooseFolder(db: RelaisDatabase = database()): Promise<void> {
	try {
		const folder = await picker()?.({ id: "relais-copy", mode: "readwrite" });
		if (folder !== undefined) await writeFact(FACT, folder, db);
	} catch (error) {
		if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
	}
}

/** What was copied stays where it is. */
export async function forgetFolder(db: RelaisDatabase = database()): Promise<void> {
	await db.facts.delete(FACT);
}

export function chosenFolder(db: RelaisDatabase = database()): Promise<Folder | undefined> {
	return readFact(
		FACT,
		(value) => z.instanceof(FileSystemDirectoryHandle).safeParse(value).data as Folder | undefined,
		db,
	);
}

export async function mayWrite(folder: Folder): Promise<boolean> {
	return (await folder.queryPermission(WRITE)) === "granted";
}

/** Only at a press of a button: browsers take the question for nothing else. */
export async function askToWrite(folder: Folder): Promise<boolean> {
	return (await folder.requestPermission(WRITE)) === "granted";
}

/** The file is the old one or the new one, never a part. Rejects with a DOMException: the folder is gone, full, or closed to us. */
export async function writeCopy(folder: Folder, { name, text }: { readonly name: string; readonly text: string }) {
	const file = await folder.getFileHandle(name, { create: true });
	const writing = await file.createWritable();
	await writing.write(text);
	await writing.close();
}
