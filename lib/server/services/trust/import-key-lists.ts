/**
 * National key lists into the authority's data folder (spec §4 `keys`, `removed`): read, compared with what was listed
 * before, every key tried on the platform once, and written as one step. The command line, the console and a scheduled
 * job call the same, one at a time. Nothing is written unless everything can be. Signing the list is the caller's: a
 * running portal does (`trustChanged`), the command line without one signs by itself.
 */
import type { ListedKeyUse } from "@/lib/trust/trust-list";
import "server-only";
import { join } from "node:path";
import { ZodError } from "zod";
import { importHc1Key } from "@/lib/formats/hc1/verify-hc1";
import { importTwoddocKey } from "@/lib/formats/twoddoc/verify-signature";
import { fromBase64 } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import { importDccSigners } from "@/lib/trust/import-dcc";
import type { ImportedKeys } from "@/lib/trust/import-keys";
import { importTwoddocCertificates } from "@/lib/trust/import-twoddoc";
import { importVciSnapshot } from "@/lib/trust/import-vci";
import { type NextKeys, nextKeys } from "@/lib/trust/next-keys";
import type { ListedKey } from "@/lib/trust/trust-list";
import type { KeyStore } from "../../keys/key-store";
import { withFolderLock } from "../../publish/folder-lock";
import { collectListedKeys, listedKeysPath, ownPassKey, removedKeysPath } from "../../publish/listed-keys";
import { type CardRevocations, keepCardRevocations } from "../../publish/publish-card-revocations";
import { publishFile } from "../../publish/publish-file";
import { readPublishedList } from "../../publish/read-published-list";
import { readCertificate } from "./read-certificate";
import {
	type DirectoryProblem,
	directoryProblem,
	rememberDirectory,
	timeOfSnapshot,
	type VciDirectory,
} from "./vci-directory";
import { type VciSignature, type VciSignatureProblem, verifyVciSignature } from "./verify-vci-signature";

export type KeyListFiles = {
	/** Parsed JSON. */
	readonly dcc?: unknown;
	readonly shc?: VciSignature;
	/** Parsed JSON. */
	readonly twoddoc?: unknown;
};

export type ImportOptions = {
	readonly dataDir: string;
	readonly keys: KeyStore;
	readonly now: NumericDate;
	/** Written beside every key that vanished. */
	readonly reason: string;
	/** Lists 2D-DOC test keys too: never in production. */
	readonly testKeys: boolean;
	/** Takes an import that loses a great part of a list for what it says. */
	readonly allowShrink: boolean;
	/** Takes another certificate of the VCI directory than last time, or an older snapshot. */
	readonly directoryAnew: boolean;
	/** Compares and reports, writes nothing. */
	readonly dryRun: boolean;
};

export type ImportFailure =
	| { readonly code: "file_unusable"; readonly use: ListedKeyUse }
	| { readonly code: "vci_signature"; readonly problem: VciSignatureProblem | DirectoryProblem }
	| {
			readonly code: "suspicious_shrink";
			readonly use: ListedKeyUse;
			readonly before: number;
			readonly vanished: number;
	  }
	/** Another import has not ended yet. */
	| { readonly code: "import_running" }
	/** What an earlier import wrote is there and cannot be read. */
	| { readonly code: "listed_keys_damaged" };

export type ImportReport = {
	readonly changes: NextKeys["changes"];
	readonly skipped: Readonly<Partial<Record<ListedKeyUse, ImportedKeys["skipped"]>>>;
	readonly removed: number;
	/** SHA-256 of the VCI directory's certificate, when a snapshot was imported. */
	readonly vciFingerprint: string | undefined;
};

type Imported = {
	readonly lists: Partial<Record<ListedKeyUse, ImportedKeys>>;
	readonly directory: (VciDirectory & { readonly crls: CardRevocations }) | undefined;
};

export async function importKeyLists(
	files: KeyListFiles,
	options: ImportOptions,
): Promise<Result<ImportReport, ImportFailure>> {
	const lock = join(options.dataDir, "trust", ".import.lock");
	return (await withFolderLock(lock, () => importAlone(files, options))) ?? err({ code: "import_running" });
}

async function importAlone(files: KeyListFiles, options: ImportOptions): Promise<Result<ImportReport, ImportFailure>> {
	const { dataDir, keys, now, reason, allowShrink, dryRun } = options;
	const read = readLists(files, options);
	if (!read.ok) return read;
	const { lists, directory } = read.value;
	const problem = directory && !options.directoryAnew ? await directoryProblem(dataDir, directory) : undefined;
	if (problem) return err({ code: "vci_signature", problem });
	const imported: Partial<Record<ListedKeyUse, readonly ListedKey[]>> = {};
	const skipped: Partial<Record<ListedKeyUse, ImportedKeys["skipped"]>> = {};
	for (const [use, list] of Object.entries(lists) as [ListedKeyUse, ImportedKeys][]) {
		const usable = await keepUsable(list);
		imported[use] = usable.keys;
		skipped[use] = usable.skipped;
	}
	const before = await listedBefore(dataDir, keys);
	if (!before) return err({ code: "listed_keys_damaged" });
	const next = nextKeys({ before, imported, now, reason });
	for (const [use, { before, vanished, suspicious }] of Object.entries(next.changes)) {
		if (suspicious && !allowShrink)
			return err({ code: "suspicious_shrink", use: use as ListedKeyUse, before, vanished });
	}
	if (!dryRun) await write(dataDir, next);
	if (!dryRun && directory) {
		await keepCardRevocations(dataDir, directory.crls);
		await rememberDirectory(dataDir, directory);
	}
	return ok({ changes: next.changes, skipped, removed: next.removed.length, vciFingerprint: directory?.fingerprint });
}

function readLists(files: KeyListFiles, { now, testKeys }: ImportOptions): Result<Imported, ImportFailure> {
	const lists: Partial<Record<ListedKeyUse, ImportedKeys>> = {};
	let directory: Imported["directory"];
	if (files.dcc !== undefined) {
		const list = importDccSigners(files.dcc);
		if (!list) return err({ code: "file_unusable", use: "dcc" });
		lists.dcc = list;
	}
	if (files.shc !== undefined) {
		const signed = verifyVciSignature(files.shc, now);
		if ("problem" in signed) return err({ code: "vci_signature", problem: signed.problem });
		const snapshot = parseJson(files.shc.snapshot);
		const list = importVciSnapshot(snapshot);
		if (!list) return err({ code: "file_unusable", use: "shc" });
		lists.shc = list;
		directory = { fingerprint: signed.fingerprint, time: timeOfSnapshot(snapshot), crls: list.crls };
	}
	if (files.twoddoc !== undefined) {
		const list = importTwoddocCertificates(files.twoddoc, { readCertificate, testKeys });
		if (!list) return err({ code: "file_unusable", use: "2ddoc" });
		lists["2ddoc"] = list;
	}
	return ok({ lists, directory });
}

/**
 * What is listed now, but for our own pass signers: they are nobody's to withdraw but ours. Undefined where the files of
 * the last import are damaged: compared with nothing, no key would ever count as removed.
 */
async function listedBefore(dataDir: string, { dcc }: KeyStore) {
	const published = await readPublishedList(dataDir);
	try {
		const { keys, removed } = await collectListedKeys({ dataDir, own: dcc, before: published ? [published.list] : [] });
		const own = new Set(dcc.map((key) => ownPassKey(key).spki));
		return { keys: keys.filter(({ spki }) => !own.has(spki)), removed };
	} catch (fault) {
		if (fault instanceof SyntaxError || fault instanceof ZodError) return undefined;
		throw fault;
	}
}

/** TL-7 in advance: what a door could not import is not sent to any. */
async function keepUsable({ keys, skipped }: ImportedKeys): Promise<ImportedKeys> {
	const usable = await Promise.all(keys.map(async (key) => ({ key, usable: await isUsable(key) })));
	const unusable = usable.filter((entry) => !entry.usable);
	return {
		keys: usable.filter((entry) => entry.usable).map(({ key }) => key),
		skipped: [...skipped, ...unusable.map(({ key }) => ({ subject: key.kid, reason: "key_unsupported" as const }))],
	};
}

async function isUsable({ use, spki }: ListedKey): Promise<boolean> {
	const der = fromBase64(spki);
	if (!der) return false;
	const { subtle } = globalThis.crypto;
	if (use === "2ddoc") return (await importTwoddocKey(der, subtle)) !== undefined;
	return (await importHc1Key(der, subtle)) !== undefined;
}

/** Removals first: a crash between the two files leaves keys listed, never unexplained. */
async function write(dataDir: string, { keys, removed }: NextKeys): Promise<void> {
	await publishFile(removedKeysPath(dataDir), toJson(removed));
	await publishFile(listedKeysPath(dataDir), toJson(keys));
}

/** One entry a line: differences between two imports can be read. */
function toJson(entries: readonly object[]): string {
	return `[\n${entries.map((entry) => JSON.stringify(entry)).join(",\n")}\n]\n`;
}

function parseJson(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder().decode(bytes));
	} catch {
		return undefined; // no JSON, no snapshot
	}
}
