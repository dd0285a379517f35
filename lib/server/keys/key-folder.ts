/**
 * The folder `<data>/keys`, 0700, files 0600: what lies in it, and how something gets into it without ever being half
 * there. A private key is written once and never changed; only the keyset is replaced.
 */
import "server-only";
import { open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import { type KeyFile, keyFile, keyFileName } from "./key-file";

/**
 * `keys_exist`: nothing was touched. `keys_missing`: no folder, or no key of some use. `keys_unreadable`: a file is not
 * what its name says. `path` names the file or folder.
 */
export type KeyStoreFailure = Failure<"keys_exist" | "keys_missing" | "keys_unreadable"> & { readonly path: string };

export type KeyFolder = {
	/** Private keys, the root's perhaps among them. */
	readonly files: readonly KeyFile[];
	/** As signed by the root. */
	readonly keyset: string;
};

const KEYSET_FILE = "keyset.jwt";

export function keysFolder(dataDir: string): string {
	return join(dataDir, "keys");
}

export async function readKeyFolder(dataDir: string): Promise<Result<KeyFolder, KeyStoreFailure>> {
	const folder = keysFolder(dataDir);
	try {
		const files: KeyFile[] = [];
		for (const name of (await readdir(folder)).sort()) {
			if (!name.endsWith(".json")) continue;
			const parsed = keyFile.safeParse(parseJson(await readFile(join(folder, name), "utf8")));
			if (!parsed.success) return err({ code: "keys_unreadable", retryable: false, path: join(folder, name) });
			files.push(parsed.data);
		}
		return ok({ files, keyset: (await readFile(join(folder, KEYSET_FILE), "utf8")).trim() });
	} catch (cause) {
		if (isErrno(cause, "ENOENT")) return err({ code: "keys_missing", retryable: false, path: folder });
		throw cause;
	}
}

/** `folder` may be a draft of the folder that nobody reads yet. */
export function writeKeyFile(folder: string, key: KeyFile): Promise<void> {
	return putInPlace(join(folder, keyFileName(key)), `${JSON.stringify(key, undefined, "\t")}\n`);
}

export function writeKeyset(folder: string, keyset: string): Promise<void> {
	return putInPlace(join(folder, KEYSET_FILE), keyset);
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

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined; // the schema then says that it is no key
	}
}

export function isErrno(cause: unknown, code: string): boolean {
	return cause instanceof Error && "code" in cause && cause.code === code;
}
