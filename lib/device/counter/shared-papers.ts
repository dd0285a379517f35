import "client-only";
import { z } from "zod";
import type { Task } from "@/lib/outbox/run-tasks";
import { PATHS } from "@/lib/protocol/paths";
import { type SharedIndex, type SharedPaper, sharedPapersAnswer } from "@/lib/protocol/shared-papers";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { loadDevice } from "../identity/device-store";
import { lifeStore } from "../identity/start";
import type { StoredDevice } from "../identity/stored-device";
import { callFromDevice } from "../portal/call-from-device";
import { database, type RelaisDatabase, type Sealed } from "../store/database";
import { readFact, writeFact } from "../store/facts";
import { seal, unseal } from "../store/seal";
import { deviceNow } from "../trust/clock";
import type { AttestationDraft } from "./attestation-draft";
import { draftOfSigned } from "./attestation-projections";
import { openAttestation } from "./sealed-attestation";

/**
 * The people whose papers bear one index, because two copies of a device gave it away (spec OL-5): the portal names them,
 * the list is kept here sealed, and each is given another sheet, one press each. What is prepared for a person keeps its
 * key: pressing twice, or after a crash, gives the same sheet.
 */

const FACT = "shared-papers";
const SEAL_NAME = "shared papers";
/** While there is something to do the list is asked for so often at most. */
const ASK_EVERY = 60;

/** `drafts`: by key of the paper, the key of the record that will replace it. */
const kept = z.object({
	shared: z.array(sharedPapersAnswer.shape.shared.element),
	drafts: z.record(z.string(), z.string()),
});
type Kept = z.infer<typeof kept>;

const stored = z.object({ sealed: z.custom<Sealed>((value) => typeof value === "object"), askedAt: z.number() });

/** A paper, and what this counter prepared for its person. `issued`: the new attestation is in the outbox here. */
export type PaperToReplace = SharedPaper & { readonly draft: string; readonly issued: boolean };
export type IndexToSettle = Omit<SharedIndex, "papers"> & { readonly papers: readonly PaperToReplace[] };

/** Fetches the list when the portal said that there is one. */
export const sharedPapersTask: Task = async () => {
	const db = database();
	const [device, heard] = [await loadDevice(db), await lifeStore(db).read()];
	if (device === undefined || heard === undefined) return { state: "idle" };
	const before = await readFact(FACT, (value) => stored.safeParse(value).data, db);
	if (heard.shared === 0) {
		if (before !== undefined) await db.facts.delete(FACT);
		return { state: "idle" };
	}
	const now = deviceNow();
	if (before !== undefined && now >= before.askedAt && now < before.askedAt + ASK_EVERY) {
		return { state: "idle", again: before.askedAt + ASK_EVERY };
	}
	const answered = await callFromDevice(PATHS.sharedPapers, {}, { answer: sharedPapersAnswer });
	if (!answered.ok) return { state: "failed", error: answered.error };
	await keep({ shared: answered.value.shared, at: now }, { device, db });
	return { state: "done" };
};

type Place = { readonly device: Pick<StoredDevice, "storageKey">; readonly db: RelaisDatabase };

async function keep(
	{ shared, at }: { readonly shared: Kept["shared"]; readonly at: NumericDate },
	{ device, db }: Place,
): Promise<void> {
	const { drafts = {} } = (await open(device, db)) ?? {};
	const keys = shared.flatMap(({ papers }) => papers.map(({ key }) => key));
	const content: Kept = {
		shared,
		drafts: Object.fromEntries(keys.map((key) => [key, drafts[key] ?? crypto.randomUUID()])),
	};
	await writeFact(FACT, { sealed: await seal(device.storageKey, SEAL_NAME, content), askedAt: at }, db);
}

async function open({ storageKey }: Place["device"], db: RelaisDatabase): Promise<Kept | undefined> {
	const row = await readFact(FACT, (value) => stored.safeParse(value).data, db);
	return row && kept.safeParse(await unseal(storageKey, SEAL_NAME, row.sealed)).data;
}

/** What is kept of the list, with what this counter has issued of it already. */
export async function loadSharedPapers(
	device: Pick<StoredDevice, "storageKey">,
	db: RelaisDatabase = database(),
): Promise<readonly IndexToSettle[]> {
	// Before anything is opened: a live query follows the tables that were read before its first other promise.
	const outbox = new Set(await db.outbox.toCollection().primaryKeys());
	const content = await open(device, db);
	if (content === undefined) return [];
	return content.shared.map((index) => ({
		...index,
		papers: index.papers.map((paper) => {
			const draft = content.drafts[paper.key] ?? "";
			return { ...paper, draft, issued: outbox.has(draft) };
		}),
	}));
}

/**
 * Another attestation of the same act for the same person. What this counter still has of the record goes with it; what
 * it has not the portal takes over (spec SH-1).
 */
export async function replacementDraft(
	paper: PaperToReplace,
	device: Pick<StoredDevice, "storageKey" | "products">,
	db: RelaisDatabase = database(),
): Promise<AttestationDraft> {
	const row = await db.outbox.get(paper.key);
	const own = row?.sealed ? (await openAttestation(device.storageKey, row.key, row.sealed))?.record : undefined;
	return {
		...draftOfSigned(paper.signed, device.products),
		id: paper.draft,
		identity: own?.identity ?? paper.identity,
		contact: own?.contact ?? {},
		...(own?.professional === undefined ? {} : { professional: own.professional }),
		locale: own?.locale ?? paper.locale,
		corrects: { key: paper.key, reason: "index_reused" },
	};
}
