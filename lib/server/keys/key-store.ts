/**
 * The authority's keys in use, out of the data folder. Of several generations of one use one signs, and all verify.
 * Which one signs changes with the clock: a new generation is announced before it begins, so that verifiers that are
 * offline at that moment know it already.
 */
import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeJwt, decodeProtectedHeader, importJWK } from "jose";
import { z } from "zod";
import { RECORD_KEY_ALG } from "@/lib/protocol/records";
import { fromBase64url } from "@/lib/shared/bytes";
import { parseCivilDay } from "@/lib/shared/civil-day";
import { type EcPublicJwk, thumbprint } from "@/lib/shared/jwk-thumbprint";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import { type KeysetClaims, keysetClaims } from "@/lib/trust/keyset";
import { publishFile } from "../publish/publish-file";
import { TRUST_PATHS, trustFolder } from "../publish/trust-files";
import { expectedFile } from "./expected-file";
import {
	isKeysetUse,
	KEYSET_USES,
	type KeyFile,
	type SecretKeyFile,
	type SigningKeyFile,
	type SigningUse,
} from "./key-file";
import { type KeyFolder, type KeyStoreFailure, keysFolder, readKeyFolder, readKeysets } from "./key-folder";
import { mergeWithdrawals, type Withdrawal, withdrawalsOf } from "./withdrawal";

/** A signing key, imported and not extractable. */
export type SigningKey = {
	readonly kid: string;
	readonly use: SigningUse;
	readonly privateKey: CryptoKey;
	readonly publicJwk: EcPublicJwk;
	/** Full RFC 7638 thumbprint. */
	readonly thumbprint: string;
	readonly createdAt: NumericDate;
	/** When it takes over from the generation before it. */
	readonly from: NumericDate;
	/** What it signs later counts for nothing (spec TL-6); Infinity for a pass signer. */
	readonly until: NumericDate;
};

type SecretKey = {
	readonly kid: string;
	readonly secret: Uint8Array;
	readonly createdAt: NumericDate;
	readonly from: NumericDate;
};

/** Generations of one use: the first signs or encrypts now, all verify or decrypt. */
export type Generations<Key> = readonly [Key, ...Key[]];

/** The keys at one moment. The root is not among them: nothing that runs needs it. */
export type KeyStore = {
	readonly list: Generations<SigningKey>;
	readonly delegation: Generations<SigningKey>;
	readonly status: Generations<SigningKey>;
	readonly dcc: Generations<SigningKey>;
	/** To these counters encrypt their records, to the first of them now. None in a folder that cannot be written. */
	readonly record: readonly SigningKey[];
	/** The first is for nobody in particular: the keys of a day come from `masterOfDay`. */
	readonly codeMaster: Generations<SecretKey>;
	/** Newest first. None where `RELAIS_FIELD_KEY` holds them all. */
	readonly fieldKeys: readonly SecretKey[];
	/** As signed by the root. */
	readonly keyset: string;
	readonly keysetSeq: number;
	/** Full thumbprint of the root that signed it: what devices pin at enrolment. */
	readonly root: string;
};

/** What the folder holds, whenever that is looked at. */
export type LoadedKeys = {
	readonly folder: KeyFolder;
	readonly claims: KeysetClaims;
	readonly root: string;
	/** Keys that never sign again, though their files be there: as the keyset says, and as was ever recorded here. */
	readonly withdrawn: readonly Withdrawal[];
	readonly signing: readonly SigningKey[];
	readonly secrets: readonly (SecretKey & Pick<SecretKeyFile, "use">)[];
};

/**
 * Fails unless there is a key of every use but the columns' (../crypto/field-keys.ts), and the keyset names one of each of its uses. Whether the ones that are to sign
 * now are among them: ./missing-key.ts.
 */
export async function loadKeys(dataDir: string): Promise<Result<LoadedKeys, KeyStoreFailure>> {
	const folder = await readKeyFolder(dataDir);
	if (!folder.ok) return folder;
	const { files, keyset } = folder.value;
	const opened = readKeyset(keyset);
	if (!opened) return err({ code: "keys_unreadable", retryable: false, path: join(keysFolder(dataDir), "keyset.jwt") });
	const withdrawn = mergeWithdrawals([...folder.value.withdrawn, ...withdrawalsOf(opened.claims)]);
	const gone = new Set(withdrawn.map(({ kid }) => kid));
	const usable = files.filter(isSigningKey).filter(({ kid }) => !gone.has(kid));
	const signing = await Promise.all(usable.map((file) => importKey(file, opened.claims)));
	const loaded: LoadedKeys = {
		...opened,
		folder: folder.value,
		withdrawn,
		signing: signing.filter((key) => key !== undefined),
		secrets: files.filter(isSecretKey).map(readSecret),
	};
	const uses = new Set<string>([...loaded.signing, ...loaded.secrets].map(({ use }) => use));
	const lost = [...KEYSET_USES, "dcc", "code-master"].find((use) => !uses.has(use));
	if (lost === undefined) return ok(loaded);
	return err({ code: "keys_missing", retryable: false, path: join(keysFolder(dataDir), expectedFile(loaded, lost)) });
}

/** Undefined for anything that is no keyset with its root's key in the header, as our own always are. */
export function readKeyset(jwt: string): { readonly claims: KeysetClaims; readonly root: string } | undefined {
	try {
		const { jwk } = z.object({ jwk: z.object({ x: z.string(), y: z.string() }) }).parse(decodeProtectedHeader(jwt));
		return { claims: keysetClaims.parse(decodeJwt(jwt)), root: thumbprint(jwk) };
	} catch {
		return undefined; // the caller names the file
	}
}

export function keysAt({ claims, folder, root, signing, secrets }: LoadedKeys, now: NumericDate): KeyStore {
	const signers = (use: SigningUse) => inTurn(ofUse(signing, use), now, ({ until }) => until);
	const secretsOf = (use: SecretKeyFile["use"]) => inTurn(ofUse(secrets, use), now);
	return {
		list: signers("list"),
		delegation: signers("delegation"),
		status: signers("status"),
		dcc: signers("dcc"),
		record: signing.some(({ use }) => use === "record") ? signers("record") : [],
		codeMaster: secretsOf("code-master"),
		fieldKeys: secrets.some(({ use }) => use === "field") ? secretsOf("field") : [],
		keyset: folder.keyset,
		keysetSeq: claims.seq,
		root,
	};
}

/**
 * Which of them signs a document of that time: what is signed counts only by a key that was in force at its `iat` (spec
 * TL-6). Where none was, the one in use.
 */
export function signerAt(keys: Generations<SigningKey>, iat: NumericDate): SigningKey {
	return inTurn(keys, iat, ({ until }) => until)[0];
}

/** The check-code master of a UTC day: codes printed for it are checked with its keys, whenever that is (spec CC-1). */
export function masterOfDay({ codeMaster }: Pick<KeyStore, "codeMaster">, day: string): Uint8Array {
	const start = (parseCivilDay(day) ?? 0) * DAY;
	return inTurn(codeMaster, start)[0].secret;
}

/** The oldest one: what is to stay the same for a device for ever depends on it. */
export function firstMaster({ codeMaster }: Pick<KeyStore, "codeMaster">): Uint8Array {
	return inTurn(codeMaster, -Infinity)[0].secret;
}

/**
 * Writes the keyset among the published files, unless it stands there already; beside it every keyset by its number, from
 * the keys folder, for verifiers that walk from the one that they have (spec TL-8).
 */
export async function publishKeyset(dataDir: string, keyset: string): Promise<void> {
	const earlier = await readKeysets(dataDir);
	const seq = readKeyset(keyset)?.claims.seq;
	const numbered = seq === undefined ? earlier : new Map([...earlier, [seq, keyset]]);
	for (const [number, each] of numbered) await publishUnlessThere(dataDir, TRUST_PATHS.keysetOf(number), each);
	await publishUnlessThere(dataDir, TRUST_PATHS.keyset, keyset);
}

async function publishUnlessThere(dataDir: string, name: string, document: string): Promise<void> {
	const path = join(trustFolder(dataDir), name);
	const published = await readFile(path, "utf8").catch(() => undefined);
	if (published !== document) await publishFile(path, document);
}

function ofUse<Key extends { readonly use: string }>(keys: readonly Key[], use: Key["use"]): readonly Key[] {
	return keys.filter((key) => key.use === use);
}

/** First the one that began last of those in force; where none is, the one that ended last, else that begins first. */
function inTurn<Key extends { readonly from: NumericDate }>(
	keys: readonly Key[],
	now: NumericDate,
	endOf: (key: Key) => NumericDate = () => Infinity,
): Generations<Key> {
	const begun = keys.filter(({ from }) => from <= now).sort((a, b) => b.from - a.from);
	const ahead = keys.filter(({ from }) => from > now).sort((a, b) => a.from - b.from);
	const [inForce, ended] = [begun.filter((key) => now <= endOf(key)), begun.filter((key) => now > endOf(key))];
	const [first, ...rest] = [...inForce, ...ended, ...ahead];
	if (first === undefined) throw new Error("no key of this use");
	return [first, ...rest];
}

function findEntry({ publicJwk, use }: Pick<SigningKey, "publicJwk" | "use">, { keys }: KeysetClaims) {
	return keys.find(({ jwk, use: uses }) => uses.includes(use) && jwk.x === publicJwk.x && jwk.y === publicJwk.y);
}

/** Undefined for the root, and for a key that the keyset would have to name and does not name yet, or no longer. */
async function importKey(file: SigningKeyFile, claims: KeysetClaims): Promise<SigningKey | undefined> {
	const { kid, use, createdAt } = file;
	const { kty, crv, x, y } = file.jwk;
	const publicJwk = { kty, crv, x, y };
	const entry = findEntry({ publicJwk, use }, claims);
	if (use === "root" || (isKeysetUse(use) && !entry)) return undefined;
	const algorithm = use === "record" ? RECORD_KEY_ALG : "ES256";
	const privateKey = (await importJWK({ ...file.jwk }, algorithm, { extractable: false })) as CryptoKey;
	const from = entry?.nbf ?? file.from ?? createdAt;
	const until = entry?.exp ?? Infinity;
	return { kid, use, privateKey, publicJwk, thumbprint: thumbprint(publicJwk), createdAt, from, until };
}

function readSecret({ kid, use, secret, createdAt, from = createdAt }: SecretKeyFile): LoadedKeys["secrets"][number] {
	return { kid, use, secret: fromBase64url(secret) ?? new Uint8Array(), createdAt, from };
}

function isSigningKey(file: KeyFile): file is SigningKeyFile {
	return "jwk" in file;
}

function isSecretKey(file: KeyFile): file is SecretKeyFile {
	return "secret" in file;
}
