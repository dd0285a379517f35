/**
 * The authority's keys in the data folder: `<data>/keys`, 0700, files 0600. Made once by `initKeys`, read by `loadKeys`.
 * The keyset is signed when the keys are made, kept beside them as `keyset.jwt` and published by `publishKeyset`, so that
 * a running server never needs the root.
 */
import "server-only";
import { chmod, mkdir, mkdtemp, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { importJWK } from "jose";
import { fromBase64url } from "@/lib/shared/bytes";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import { publishFile } from "../publish/publish-file";
import {
	type KeyFile,
	keyFile,
	keyFileName,
	type SecretKeyFile,
	type SigningKeyFile,
	type SigningUse,
} from "./key-file";
import { makeSecretKey, makeSigningKey } from "./make-key";
import { signKeyset } from "./sign-keyset";

/** A signing key, imported and not extractable. */
export type SigningKey = {
	readonly kid: string;
	readonly use: SigningUse;
	readonly privateKey: CryptoKey;
	readonly publicJwk: { readonly kty: "EC"; readonly crv: "P-256"; readonly x: string; readonly y: string };
	/** Full RFC 7638 thumbprint. */
	readonly thumbprint: string;
	readonly createdAt: NumericDate;
};

export type SecretKey = { readonly kid: string; readonly secret: Uint8Array; readonly createdAt: NumericDate };

/** Generations of one use, newest first: the first signs or encrypts, all verify or decrypt. */
export type Generations<Key> = readonly [Key, ...Key[]];

export type KeyStore = {
	/** Absent where the root is kept offline, as it should be. */
	readonly root: SigningKey | undefined;
	readonly list: Generations<SigningKey>;
	readonly delegation: Generations<SigningKey>;
	readonly status: Generations<SigningKey>;
	readonly dcc: Generations<SigningKey>;
	readonly codeMaster: Generations<SecretKey>;
	readonly fieldKeys: Generations<SecretKey>;
	/** As signed by the root. */
	readonly keyset: string;
};

/**
 * `keys_exist`: nothing was touched. `keys_missing`: no folder, or no key of some use. `keys_unreadable`: a file is not
 * what its name says. `path` names the file or folder.
 */
export type KeyStoreFailure = Failure<"keys_exist" | "keys_missing" | "keys_unreadable"> & { readonly path: string };

const KEYSET_FILE = "keyset.jwt";

/**
 * Makes one key of every use and the keyset. All or nothing: the folder appears by a rename once it is complete and
 * on disk. Gives the root's full thumbprint, which devices pin.
 */
export async function initKeys(
	dataDir: string,
	{ issuer, now }: { readonly issuer: string; readonly now: NumericDate },
): Promise<Result<{ readonly rootThumbprint: string }, KeyStoreFailure>> {
	const keysDir = join(dataDir, "keys");
	await mkdir(dataDir, { recursive: true });
	const draft = await mkdtemp(`${keysDir}.draft-`);
	try {
		await chmod(draft, 0o700); // mkdtemp gives no more than that, but a umask may have taken from it
		const root = await makeSigningKey("root", now);
		const signing = await Promise.all(
			(["list", "delegation", "status", "dcc"] as const).map((use) => makeSigningKey(use, now)),
		);
		const secrets = [makeSecretKey("code-master", now), makeSecretKey("field", now)];
		for (const key of [root, ...signing, ...secrets]) await writeKey(draft, key);
		await writeDurably(join(draft, KEYSET_FILE), await signKeyset(root, signing, { issuer, seq: 1, now }));
		// Renaming onto a folder that has files fails: two starts at once cannot replace each other's keys.
		await rename(draft, keysDir);
		await publishKeyset(dataDir);
		return ok({ rootThumbprint: thumbprint(root.jwk) });
	} catch (cause) {
		await rm(draft, { recursive: true, force: true });
		if (isErrno(cause, "ENOTEMPTY") || isErrno(cause, "EEXIST")) {
			return err({ code: "keys_exist", retryable: false, path: keysDir });
		}
		throw cause;
	}
}

/** Copies the signed keyset to `<data>/public/trust/keyset.jwt`; the same again does nothing visible. */
export async function publishKeyset(dataDir: string): Promise<void> {
	const keyset = await readFile(join(dataDir, "keys", KEYSET_FILE));
	await publishFile(join(dataDir, "public", "trust", KEYSET_FILE), keyset);
}

export async function loadKeys(dataDir: string): Promise<Result<KeyStore, KeyStoreFailure>> {
	const keysDir = join(dataDir, "keys");
	const files: KeyFile[] = [];
	let keyset: string;
	try {
		for (const name of await readdir(keysDir)) {
			if (!name.endsWith(".json")) continue;
			const parsed = keyFile.safeParse(parseJson(await readFile(join(keysDir, name), "utf8")));
			if (!parsed.success) return err({ code: "keys_unreadable", retryable: false, path: join(keysDir, name) });
			files.push(parsed.data);
		}
		keyset = (await readFile(join(keysDir, KEYSET_FILE), "utf8")).trim();
	} catch (cause) {
		if (isErrno(cause, "ENOENT")) return err({ code: "keys_missing", retryable: false, path: keysDir });
		throw cause;
	}
	files.sort((a, b) => b.createdAt - a.createdAt);
	const [root, list, delegation, status, dcc] = await Promise.all([
		signingKeys(files, "root"),
		signingKeys(files, "list"),
		signingKeys(files, "delegation"),
		signingKeys(files, "status"),
		signingKeys(files, "dcc"),
	]);
	const codeMaster = secretKeys(files, "code-master");
	const fieldKeys = secretKeys(files, "field");
	const complete = [list, delegation, status, dcc, codeMaster, fieldKeys].every((keys) => keys.length > 0);
	if (!complete) return err({ code: "keys_missing", retryable: false, path: keysDir });
	return ok({
		root: root[0],
		list: generations(list),
		delegation: generations(delegation),
		status: generations(status),
		dcc: generations(dcc),
		codeMaster: generations(codeMaster),
		fieldKeys: generations(fieldKeys),
		keyset,
	});
}

async function signingKeys(files: readonly KeyFile[], use: SigningUse): Promise<readonly SigningKey[]> {
	const ofUse = files.filter((file): file is SigningKeyFile => file.use === use);
	return Promise.all(
		ofUse.map(async ({ kid, jwk, createdAt }) => {
			const { kty, crv, x, y } = jwk;
			const privateKey = (await importJWK({ ...jwk }, "ES256", { extractable: false })) as CryptoKey;
			return { kid, use, privateKey, publicJwk: { kty, crv, x, y }, thumbprint: thumbprint(jwk), createdAt };
		}),
	);
}

function secretKeys(files: readonly KeyFile[], use: SecretKeyFile["use"]): readonly SecretKey[] {
	return files.flatMap((file) =>
		file.use === use
			? [{ kid: file.kid, secret: fromBase64url(file.secret) ?? new Uint8Array(), createdAt: file.createdAt }]
			: [],
	);
}

function generations<Key>([newest, ...older]: readonly Key[]): Generations<Key> {
	if (newest === undefined) throw new Error("no key of this use");
	return [newest, ...older];
}

async function writeKey(dir: string, key: KeyFile): Promise<void> {
	await writeDurably(join(dir, keyFileName(key)), `${JSON.stringify(key, undefined, "\t")}\n`);
}

/** On disk before the folder gets its name: a key that signed something must survive a power cut. */
async function writeDurably(path: string, text: string): Promise<void> {
	const file = await open(path, "wx", 0o600);
	try {
		await file.chmod(0o600); // whatever the umask
		await file.writeFile(text);
		await file.sync();
	} finally {
		await file.close();
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined; // the schema then says that it is no key
	}
}

function isErrno(cause: unknown, code: string): boolean {
	return cause instanceof Error && "code" in cause && cause.code === code;
}
