import "client-only";
import { z } from "zod";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { VerifierBundle } from "@/lib/trust/bundle";
import { loadDevice } from "../identity/device-store";
import { database, type RelaisDatabase, type TrustFileRow } from "../store/database";
import { readFact, writeFact } from "../store/facts";

/**
 * The verifier bundle of spec §7 as this device has it: what was last accepted, file by file. Reading it needs no
 * network and checks no signature (lib/trust/open-trust.ts does, each time it is opened).
 */

/** The root in use: the enrolment's, until a keyset signed by it hands over to the next (spec §4). */
const PINNED_ROOT_FACT = "pinned-root";
/** When the server last confirmed that the key list is current: apart from it, for that changes with each refresh. */
const CONFIRMED_FACT = "trust-confirmed";
const confirmedTime = z.int();
const rootText = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const parseRoot = (value: unknown) => rootText.safeParse(value).data;

export const TRUST_FILES = {
	keyset: "keyset.jwt",
	list: "list.jwt",
	delegations: "delegations.json",
	deny: "deny",
	cardRevocations: "crls",
} as const;
const STATUS_FOLDER = "status/";
export const statusFile = (id: string) => `${STATUS_FOLDER}${id}`;
export const codesFile = (day: string) => `codes/${day}.jwt`;

export async function pinnedRoot(db: RelaisDatabase = database()): Promise<string | undefined> {
	return (await readFact(PINNED_ROOT_FACT, parseRoot, db)) ?? (await loadDevice(db))?.root;
}

export async function pinRoot(root: string, db: RelaisDatabase = database()): Promise<void> {
	await writeFact(PINNED_ROOT_FACT, rootText.parse(root), db);
}

/** The cached bundle; undefined while no root is pinned. Missing files are absent members. */
export async function loadBundle(db: RelaisDatabase = database()): Promise<VerifierBundle | undefined> {
	const [root, rows] = await Promise.all([pinnedRoot(db), bundleRows(db)]);
	if (root === undefined) return undefined;
	return bundleOf(root, new Map(rows.map((row) => [row.name, row])));
}

/** Without the code lists, which are read one by one. */
async function bundleRows(db: RelaisDatabase): Promise<TrustFileRow[]> {
	const [files, lists] = await Promise.all([
		db.trust.bulkGet(Object.values(TRUST_FILES)),
		db.trust.where("name").startsWith(STATUS_FOLDER).toArray(),
	]);
	return [...files.filter((row) => row !== undefined), ...lists];
}

function bundleOf(root: string, rows: ReadonlyMap<string, TrustFileRow>): VerifierBundle {
	const status: Record<string, string> = {};
	for (const [name, row] of rows) {
		if (name.startsWith(STATUS_FOLDER)) status[name.slice(STATUS_FOLDER.length)] = row.text;
	}
	const keyset = rows.get(TRUST_FILES.keyset)?.text;
	const list = rows.get(TRUST_FILES.list)?.text;
	const deny = rows.get(TRUST_FILES.deny)?.bytes;
	return {
		root,
		status,
		delegations: readDelegations(rows.get(TRUST_FILES.delegations)?.text),
		...(keyset === undefined ? {} : { keyset }),
		...(list === undefined ? {} : { list }),
		...(deny === undefined ? {} : { deny }),
		...optionalCrls(rows.get(TRUST_FILES.cardRevocations)?.text),
	};
}

const crlsFile = z.record(z.string(), z.array(z.unknown()));

/** Kept only once the trust list had named it; one that is no JSON holds nothing. */
export function optionalCrls(text: string | undefined): Pick<VerifierBundle, "crls"> {
	try {
		const crls = text === undefined ? undefined : crlsFile.safeParse(JSON.parse(text)).data;
		return crls ? { crls } : {};
	} catch {
		return {};
	}
}

const delegationsFile = z.array(z.string());

/** An unreadable file is treated as an empty one: delegations are only a convenience (RP-6). */
function readDelegations(text: string | undefined): string[] {
	if (text === undefined) return [];
	try {
		return delegationsFile.safeParse(JSON.parse(text)).data ?? [];
	} catch {
		return [];
	}
}

/** The published code list of an expiry day (spec CC-8), a JWT; undefined when none was ever fetched. */
export async function loadCodeList(day: string, db: RelaisDatabase = database()): Promise<string | undefined> {
	return (await db.trust.get(codesFile(day)))?.text;
}

/** When the key list was last confirmed as current by the server, for display beside its age. */
export async function listConfirmedAt(db: RelaisDatabase = database()): Promise<NumericDate | undefined> {
	return readFact(CONFIRMED_FACT, (value) => confirmedTime.safeParse(value).data, db);
}

export type AcceptedBundle = {
	readonly root: string;
	/** Those that changed: nothing else is written, and nobody who follows the bundle is woken for the rest. */
	readonly files: readonly TrustFileRow[];
	readonly statusIds: readonly string[];
	readonly confirmedAt: NumericDate;
};

/** What a refresh changes, in one transaction: the accepted files, and the root they hang on. */
export async function saveBundle(accepted: AcceptedBundle, db: RelaisDatabase = database()): Promise<void> {
	const listed = new Set(accepted.statusIds.map(statusFile));
	await db.transaction("rw", db.trust, db.facts, async () => {
		if (accepted.files.length > 0) await db.trust.bulkPut([...accepted.files]);
		await db.trust
			.where("name")
			.startsWith(STATUS_FOLDER)
			.and((row) => !listed.has(row.name))
			.delete();
		if ((await readFact(PINNED_ROOT_FACT, parseRoot, db)) !== accepted.root) await pinRoot(accepted.root, db);
		await writeFact(CONFIRMED_FACT, accepted.confirmedAt, db);
	});
}
