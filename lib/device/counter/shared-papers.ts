import "client-only";
import { z } from "zod";
import type { Task } from "@/lib/outbox/run-tasks";
import { refreshSharedList, type SharedList } from "@/lib/outbox/shared-list";
import { PATHS } from "@/lib/protocol/paths";
import { type SharedIndex, type SharedPaper, sharedPapersAnswer } from "@/lib/protocol/shared-papers";
import { loadUnlocked } from "../identity/device-store";
import { lifeStore } from "../identity/start";
import type { UnlockedDevice } from "../identity/stored-device";
import { callFromDevice } from "../portal/call-from-device";
import { database, type RelaisDatabase } from "../store/database";
import { factStore, writeFact } from "../store/facts";
import type { MaybeApart } from "../store/sealed";
import { wipeSecrets } from "../store/vault/slots";
import { deviceNow } from "../trust/clock";
import type { AttestationDraft } from "./attestation-draft";
import { draftOfSigned } from "./attestation-projections";
import { openAttestation } from "./sealed-attestation";
import { openApart, sealApart, slotOf } from "./sealed-part";

/**
 * The people whose papers bear one index, because two copies of a device gave it away (spec OL-5): the portal names them,
 * the list is kept here sealed, and each is given another sheet, one press each. What is prepared for a person keeps its
 * key: pressing twice, or after a crash, gives the same sheet.
 */

const FACT = "shared-papers";
export const SHARED_NAME = "shared papers";
const kept = z.object({
	shared: z.array(sharedPapersAnswer.shape.shared.element),
	drafts: z.record(z.string(), z.string()),
});
const stored = z.object({ sealed: z.custom<MaybeApart>((value) => typeof value === "object"), askedAt: z.number() });

/** The list as it lies on the disk. */
export const sharedPapersFact = (db: RelaisDatabase) => factStore(FACT, (value) => stored.safeParse(value).data, db);

/** A paper, and what this counter prepared for its person. `issued`: the new attestation is in the outbox here. */
export type PaperToReplace = SharedPaper & { readonly draft: string; readonly issued: boolean };
export type IndexToSettle = Omit<SharedIndex, "papers"> & { readonly papers: readonly PaperToReplace[] };

/** Fetches the list when the portal said that there is one. */
export const sharedPapersTask: Task = async () => {
	const db = database();
	const device = await loadUnlocked(db);
	if (device === undefined) return { state: "idle" };
	const fact = sharedPapersFact(db);
	return refreshSharedList({
		heard: async () => (await lifeStore(db).read())?.shared,
		askedAt: async () => (await fact.read())?.askedAt,
		load: () => open(device, db),
		async keep(value, askedAt) {
			const before = await fact.read();
			const sealed = await sealApart({ storageKey: device.storageKey, name: SHARED_NAME, value });
			await writeFact(FACT, { sealed, askedAt }, db);
			await wipeSecrets(slotOf(before?.sealed));
		},
		async forget() {
			const before = await fact.read();
			if (before !== undefined) await db.facts.delete(FACT);
			await wipeSecrets(slotOf(before?.sealed));
		},
		ask: () => callFromDevice(PATHS.sharedPapers, {}, { answer: sharedPapersAnswer }),
		isRefused: async (key) => (await db.outbox.get(key))?.state === "refused",
		now: deviceNow,
		newKey: () => crypto.randomUUID(),
	});
};

async function open(
	{ storageKey }: Pick<UnlockedDevice, "storageKey">,
	db: RelaisDatabase,
): Promise<SharedList | undefined> {
	const fact = await sharedPapersFact(db).read();
	return fact && kept.safeParse(await openApart({ storageKey, name: SHARED_NAME, sealed: fact.sealed })).data;
}

/** What is kept of the list, with what this counter has issued of it already. */
export async function loadSharedPapers(
	device: Pick<UnlockedDevice, "storageKey">,
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
	device: Pick<UnlockedDevice, "storageKey" | "products">,
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
