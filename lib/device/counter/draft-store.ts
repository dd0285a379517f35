import "client-only";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { database, type RelaisDatabase } from "../store/database";
import type { DraftRow } from "../store/rows";
import { readSecrets, takeSecrets, wipeSecrets } from "../store/vault/slots";
import type { SlotSecret } from "../store/vault/vault-messages";
import { openPart, sealPart, slotOf } from "./sealed-part";

/**
 * What is typed and not issued yet: one sealed draft for each person in work or waiting for a result (spec EN-14). A draft
 * goes when its attestation is stored, when somebody throws it away, and with its time, for good (VA-9).
 */

/** No test counts for longer, so nobody comes back to it. */
const DRAFT_KEPT = 3 * DAY;

export const draftName = (id: string) => `draft ${id}`;

type Draft = { readonly id: string; readonly form: unknown; readonly now: NumericDate };

export async function saveDraft(
	storageKey: CryptoKey,
	{ id, form, now }: Draft,
	db: RelaisDatabase = database(),
): Promise<void> {
	const before = await db.drafts.get(id);
	const sealed = await sealPart({ storageKey, name: draftName(id), value: form }, await secretOf(id, before));
	await db.transaction("rw", db.drafts, async () => {
		const rows = await db.drafts.toArray();
		const known = rows.find((row) => row.id === id);
		const number = known === undefined ? 1 + Math.max(0, ...rows.map(numberOf)) : numberOf(known);
		await db.drafts.put({ id, startedAt: known?.startedAt ?? now, number, sealed });
	});
}

/** By draft: what this page has written needs no look into the file with each key that is typed. */
const used = new Map<string, SlotSecret>();

/** The same for every version of a draft: with it all of them are gone. */
async function secretOf(id: string, before: DraftRow | undefined): Promise<SlotSecret> {
	const [slot] = slotOf(before?.sealed);
	const known = used.get(id);
	if (known !== undefined && known.slot === slot) return known;
	const [secret] = slot === undefined ? [] : await readSecrets([slot]);
	const [found] = slot === undefined || secret === undefined ? await takeSecrets(1) : [{ slot, secret }];
	if (found === undefined) throw new Error("no secret for a draft");
	used.set(id, found);
	return found;
}

const numberOf = ({ number = 0 }: DraftRow): number => number;

export async function removeDraft(id: string, db: RelaisDatabase = database()): Promise<void> {
	const row = await db.drafts.get(id);
	used.delete(id);
	await db.drafts.delete(id);
	await wipeSecrets(slotOf(row?.sealed));
}

/** The oldest first. `read`: undefined for what another version of the app left. Reads only. */
export async function loadDrafts<Form>(
	storageKey: CryptoKey,
	read: (form: unknown) => Form | undefined,
	db: RelaisDatabase = database(),
): Promise<readonly Form[]> {
	const rows = (await db.drafts.toArray()).sort((a, b) => numberOf(a) - numberOf(b) || a.startedAt - b.startedAt);
	const ids = rows.map(({ id }) => id);
	// A crash between the attestation and its draft: the person has the sheet.
	const issued = new Set([
		...(await db.outbox.where("key").anyOf(ids).primaryKeys()),
		...(await db.positives.where("key").anyOf(ids).primaryKeys()),
	]);
	const waiting = rows.filter(({ id }) => !issued.has(id));
	const slots = waiting.flatMap(({ sealed }) => slotOf(sealed));
	const secrets = new Map((await readSecrets(slots)).map((secret, i) => [slots[i], secret]));
	const forms = await Promise.all(
		waiting.map(({ id, sealed }) => openPart({ storageKey, name: draftName(id), sealed }, secrets.get(sealed.slot))),
	);
	return forms.flatMap((form) => read(form) ?? []);
}

/** Deletes what is issued, and what nobody comes back to. */
export async function tidyDrafts(now: NumericDate, db: RelaisDatabase = database()): Promise<void> {
	for (const { id, startedAt } of await db.drafts.toArray()) {
		const issued = (await db.outbox.get(id)) !== undefined || (await db.positives.get(id)) !== undefined;
		if (issued || startedAt + DRAFT_KEPT <= now) await removeDraft(id, db);
	}
}
