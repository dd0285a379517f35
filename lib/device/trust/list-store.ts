import "client-only";
import { z } from "zod";
import { THUMBPRINT_FORM } from "@/lib/shared/base64url-forms";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { VerifierBundle } from "@/lib/trust/bundle";
import type { ListStore, RefusedUpdate } from "@/lib/trust/list-store";
import { bundleOf, CODES_FOLDER, codesFile, STATUS_FOLDER, TRUST_FILES, type TrustFile } from "@/lib/trust/trust-file";
import { loadDevice } from "../identity/device-store";
import { database, type RelaisDatabase } from "../store/database";
import { readFact, writeFact } from "../store/facts";

/** The root in use: the enrolment's, until a keyset signed by it hands over to the next (spec §4). */
const PINNED_ROOT_FACT = "pinned-root";
/** When the server last confirmed that the key list is current: apart from it, for that changes with each refresh. */
const CONFIRMED_FACT = "trust-confirmed";
const PROBLEM_FACT = "trust-problem";

const rootText = z.string().regex(THUMBPRINT_FORM);
const parseRoot = (value: unknown): string | undefined => rootText.safeParse(value).data;
const parseTime = (value: unknown): NumericDate | undefined => z.int().safeParse(value).data;
const parseRefused = (value: unknown): RefusedUpdate | undefined =>
	z.object({ reason: z.string(), at: z.number() }).safeParse(value).data;

export async function pinnedRoot(db: RelaisDatabase = database()): Promise<string | undefined> {
	return (await readFact(PINNED_ROOT_FACT, parseRoot, db)) ?? (await loadDevice(db))?.root;
}

export async function pinRoot(root: string, db: RelaisDatabase = database()): Promise<void> {
	await writeFact(PINNED_ROOT_FACT, rootText.parse(root), db);
}

/** The cached bundle; undefined while no root is pinned. Reading it needs no network and checks no signature. */
export async function loadBundle(db: RelaisDatabase = database()): Promise<VerifierBundle | undefined> {
	const [root, files] = await Promise.all([pinnedRoot(db), bundleFiles(db)]);
	return root === undefined ? undefined : bundleOf(root, files);
}

/** Without the code lists, which are read one by one. */
async function bundleFiles(db: RelaisDatabase): Promise<readonly TrustFile[]> {
	const [files, lists] = await Promise.all([
		db.trust.bulkGet(Object.values(TRUST_FILES)),
		db.trust.where("name").startsWith(STATUS_FOLDER).toArray(),
	]);
	return [...files.filter((file) => file !== undefined), ...lists];
}

/** The published code list of an expiry day (spec CC-8), a JWT; undefined when none was ever fetched. */
export async function loadCodeList(day: string, db: RelaisDatabase = database()): Promise<string | undefined> {
	return (await db.trust.get(codesFile(day)))?.text;
}

/** When the key list was last confirmed as current by the server, for display beside its age. */
export async function listConfirmedAt(db: RelaisDatabase = database()): Promise<NumericDate | undefined> {
	return readFact(CONFIRMED_FACT, parseTime, db);
}

export async function readRefusedUpdate(db: RelaisDatabase = database()): Promise<RefusedUpdate | undefined> {
	return readFact(PROBLEM_FACT, parseRefused, db);
}

/** The contract of a list store on IndexedDB. */
export function indexedDbListStore(db: RelaisDatabase = database()): ListStore {
	const forget = (folder: string, kept: readonly string[]) =>
		db.trust
			.where("name")
			.startsWith(folder)
			.and(({ name }) => !kept.includes(name))
			.delete();
	return {
		root: () => pinnedRoot(db),
		files: () => db.trust.toArray(),
		file: (name) => db.trust.get(name),
		accept: ({ root, files, forgotten, confirmedAt, refused }) =>
			db.transaction("rw", db.trust, db.facts, async () => {
				if (files.length > 0) await db.trust.bulkPut([...files]);
				if (forgotten.length > 0) await db.trust.bulkDelete([...forgotten]);
				if ((await readFact(PINNED_ROOT_FACT, parseRoot, db)) !== root) await pinRoot(root, db);
				if (confirmedAt !== undefined) await writeFact(CONFIRMED_FACT, confirmedAt, db);
				if (refused !== undefined) await writeFact(PROBLEM_FACT, refused, db);
				else await db.facts.delete(PROBLEM_FACT);
			}),
		refused: () => readRefusedUpdate(db),
		confirmedAt: () => listConfirmedAt(db),
		async putCodeList(file) {
			await db.trust.put(file);
		},
		async keepCodeLists(days) {
			await forget(CODES_FOLDER, days.map(codesFile));
		},
	};
}
