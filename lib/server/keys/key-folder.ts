/**
 * The folder `<data>/keys`, 0700, files 0600: what lies in it, and how something gets into it without ever being half
 * there. A private key is written once and never changed. Replaced are only the keyset in use and the two records beside
 * it, which only grow: which keys were withdrawn, and which key files there have been.
 */
import "server-only";
import { open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import { type KeyFile, keyFile, keyFileName } from "./key-file";
import { mergeWithdrawals, type Withdrawal, withdrawal } from "./withdrawal";

/**
 * `keys_exist`: nothing was touched. `keys_missing`: no folder, no key of some use, or not the file of the key that is to
 * sign. `keys_unreadable`: a file is not what its name says. `path` names the file or folder.
 */
export type KeyStoreFailure = Failure<"keys_exist" | "keys_missing" | "keys_unreadable"> & { readonly path: string };

/** A key file that was once written here: were it lost, another generation must not take its place unnoticed. */
const indexed = z.strictObject({ file: z.string(), use: z.string(), from: z.int() });
type IndexedFile = z.infer<typeof indexed>;

export type KeyFolder = {
	/** Private keys, the root's perhaps among them. */
	readonly files: readonly KeyFile[];
	/** As signed by the root. */
	readonly keyset: string;
	/** What was recorded here; the keyset may name more. */
	readonly withdrawn: readonly Withdrawal[];
	readonly index: readonly IndexedFile[];
};

const KEYSET_FILE = "keyset.jwt";
const WITHDRAWN_FILE = "withdrawn.json";
const INDEX_FILE = "index.json";
const EARLIER_KEYSET = /^keyset-(\d+)\.jwt$/;

export function keysFolder(dataDir: string): string {
	return join(dataDir, "keys");
}

export async function readKeyFolder(dataDir: string): Promise<Result<KeyFolder, KeyStoreFailure>> {
	const folder = keysFolder(dataDir);
	try {
		const files = await readKeyFiles(folder);
		if (!files.ok) return files;
		const withdrawn = await readRecord(join(folder, WITHDRAWN_FILE), withdrawal);
		if (!withdrawn.ok) return withdrawn;
		const index = await readRecord(join(folder, INDEX_FILE), indexed);
		if (!index.ok) return index;
		const keyset = (await readFile(join(folder, KEYSET_FILE), "utf8")).trim();
		return ok({ files: files.value, keyset, withdrawn: withdrawn.value, index: index.value });
	} catch (cause) {
		if (isErrno(cause, "ENOENT")) return err({ code: "keys_missing", retryable: false, path: folder });
		throw cause;
	}
}

async function readKeyFiles(folder: string): Promise<Result<readonly KeyFile[], KeyStoreFailure>> {
	const files: KeyFile[] = [];
	for (const name of (await readdir(folder)).sort()) {
		if (!name.endsWith(".json") || name === WITHDRAWN_FILE || name === INDEX_FILE) continue;
		const parsed = keyFile.safeParse(parseJson(await readFile(join(folder, name), "utf8")));
		if (!parsed.success) return err({ code: "keys_unreadable", retryable: false, path: join(folder, name) });
		files.push(parsed.data);
	}
	return ok(files);
}

/** None where the file is not there: folders made before have no such record. */
async function readRecord<Entry>(
	path: string,
	entry: z.ZodType<Entry>,
): Promise<Result<readonly Entry[], KeyStoreFailure>> {
	const text = await readFile(path, "utf8").catch((cause: unknown) => {
		if (isErrno(cause, "ENOENT")) return "[]";
		throw cause;
	});
	const parsed = z.array(entry).safeParse(parseJson(text));
	return parsed.success ? ok(parsed.data) : err({ code: "keys_unreadable", retryable: false, path });
}

/** `folder` may be a draft of the folder that nobody reads yet. Throws where its index is damaged. */
export async function writeKeyFile(folder: string, key: KeyFile): Promise<void> {
	await putInPlace(join(folder, keyFileName(key)), `${JSON.stringify(key, undefined, "\t")}\n`);
	const [files, index] = [await readKeyFiles(folder), await readRecord(join(folder, INDEX_FILE), indexed)];
	if (!index.ok) throw new Error(`${index.error.code}: ${index.error.path}`);
	// The root's goes into a safe, and is missed by nobody.
	const here = (files.ok ? files.value : [key]).filter(({ use }) => use !== "root").map(indexEntry);
	const known = new Map([...index.value, ...here].map((each) => [each.file, each]));
	await putInPlace(join(folder, INDEX_FILE), toJson([...known.values()]));
}

function indexEntry(key: KeyFile): IndexedFile {
	return { file: keyFileName(key), use: key.use, from: key.from ?? key.createdAt };
}

/** Every keyset is kept by its number too: devices walk from one to the next (spec TL-8). */
export async function writeKeyset(folder: string, { seq, keyset }: { seq: number; keyset: string }): Promise<void> {
	await putInPlace(join(folder, `keyset-${seq}.jwt`), keyset);
	await putInPlace(join(folder, KEYSET_FILE), keyset);
}

/** All keysets there have been, by number, as far as this folder has them. */
export async function readKeysets(dataDir: string): Promise<ReadonlyMap<number, string>> {
	const folder = keysFolder(dataDir);
	const keysets = new Map<number, string>();
	const names = await readdir(folder).catch((cause: unknown) => {
		if (isErrno(cause, "ENOENT")) return [];
		throw cause;
	});
	for (const name of names) {
		const seq = EARLIER_KEYSET.exec(name)?.[1];
		if (seq !== undefined) keysets.set(Number(seq), (await readFile(join(folder, name), "utf8")).trim());
	}
	return keysets;
}

/** Adds to what is recorded; what stands there already stays as it is. */
export async function recordWithdrawals(
	folder: string,
	recorded: readonly Withdrawal[],
	found: readonly Withdrawal[],
): Promise<void> {
	const all = mergeWithdrawals([...recorded, ...found]);
	if (all.length > recorded.length) await putInPlace(join(folder, WITHDRAWN_FILE), toJson(all));
}

/** A file of the owner's only, on disk when this resolves. Throws EEXIST rather than replace one. */
export async function writeSecretly(path: string, text: string): Promise<void> {
	const file = await open(path, "wx", 0o600);
	try {
		await file.chmod(0o600); // whatever the umask
		await file.writeFile(text);
		await file.sync();
	} finally {
		await file.close();
	}
}

/** A running portal reads the folder at any time: it sees the old file, or the new one in whole. */
async function putInPlace(path: string, text: string): Promise<void> {
	const draft = `${path}.draft`;
	await rm(draft, { force: true }); // a killed writer's
	await writeSecretly(draft, text);
	await rename(draft, path);
}

/** One entry a line. */
function toJson(entries: readonly object[]): string {
	return `[\n${entries.map((entry) => JSON.stringify(entry)).join(",\n")}\n]\n`;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined; // the schema then says that it is not what it should be
	}
}

export function isErrno(cause: unknown, code: string): boolean {
	return cause instanceof Error && "code" in cause && cause.code === code;
}
