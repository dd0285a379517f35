/** The authority's first keys, and the first keyset over them. */
import "server-only";
import { chmod, mkdtemp, rename, rm } from "node:fs/promises";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import { makeFolder } from "../publish/make-folder";
import { draftKeyset } from "./draft-keyset";
import { isErrno, type KeyStoreFailure, keysFolder, writeKeyFile, writeKeyset } from "./key-folder";
import { publishKeyset } from "./key-store";
import { makeSecretKey, makeSigningKey } from "./make-key";
import { signKeyset } from "./sign-keyset";

/**
 * Makes one key of every use and the keyset. All or nothing: the folder appears by a rename once it is complete and
 * on disk. Gives the root's full thumbprint, which devices pin.
 */
export async function initKeys(
	dataDir: string,
	{ issuer, now }: { readonly issuer: string; readonly now: NumericDate },
): Promise<Result<{ readonly rootThumbprint: string }, KeyStoreFailure>> {
	const folder = keysFolder(dataDir);
	await makeFolder(dataDir);
	const draft = await mkdtemp(`${folder}.draft-`);
	try {
		await chmod(draft, 0o700); // mkdtemp gives no more than that, but a umask may have taken from it
		const root = await makeSigningKey("root", now);
		const signing = await Promise.all(
			(["list", "delegation", "status", "dcc", "record"] as const).map((use) => makeSigningKey(use, now)),
		);
		const secrets = [makeSecretKey("code-master", now), makeSecretKey("field", now)];
		for (const key of [root, ...signing, ...secrets]) await writeKeyFile(draft, key);
		const keyset = await signKeyset(draftKeyset({ iss: issuer, seq: 0, keys: [] }, signing), { root, now });
		await writeKeyset(draft, { seq: 1, keyset });
		// Renaming onto a folder that has files fails: two starts at once cannot replace each other's keys.
		await rename(draft, folder);
		await publishKeyset(dataDir, keyset);
		return ok({ rootThumbprint: thumbprint(root.jwk) });
	} catch (cause) {
		await rm(draft, { recursive: true, force: true });
		if (isErrno(cause, "ENOTEMPTY") || isErrno(cause, "EEXIST")) {
			return err({ code: "keys_exist", retryable: false, path: folder });
		}
		throw cause;
	}
}
