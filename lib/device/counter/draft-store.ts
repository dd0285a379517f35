import "client-only";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { type DraftRow, database, type RelaisDatabase } from "../store/database";
import { seal, unseal } from "../store/seal";

/**
 * What is typed and not issued yet: one sealed draft for each person in work or waiting for a result (spec EN-14). A draft
 * goes when its attestation is stored, when somebody throws it away, and with its time.
 */

/** No test counts for longer, so nobody comes back to it. */
const DRAFT_KEPT = 3 * DAY;

const sealName = (id: string) => `draft ${id}`;

type Draft = { readonly id: string; readonly form: unknown; readonly now: NumericDate };

export async function saveDraft(
	storageKey: CryptoKey,
	{ id, form, now }: Draft,
	db: RelaisDatabase = database(),
): Promise<void> {
	const sealed = await seal(storageKey, sealName(id), form);
	await db.transaction("rw", db.drafts, async () => {
		const rows = await db.drafts.toArray();
		const before = rows.find((row) => row.id === id);
		const number = before === undefined ? 1 + Math.max(0, ...rows.map(numberOf)) : numberOf(before);
		await db.drafts.put({ id, startedAt: before?.startedAt ?? now, number, sealed });
	});
}

const numberOf = ({ number = 0 }: DraftRow): number => number;

export async function removeDraft(id: string, db: RelaisDatabase = database()): Promise<void> {
	await db.drafts.delete(id);
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
	const forms = await Promise.all(waiting.map(({ id, sealed }) => unseal(storageKey, sealName(id), sealed)));
	return forms.flatMap((form) => read(form) ?? []);
}

/** Deletes what is issued, and what nobody comes back to. */
export async function tidyDrafts(now: NumericDate, db: RelaisDatabase = database()): Promise<void> {
	for (const { id, startedAt } of await db.drafts.toArray()) {
		const issued = (await db.outbox.get(id)) !== undefined || (await db.positives.get(id)) !== undefined;
		if (issued || startedAt + DRAFT_KEPT <= now) await db.drafts.delete(id);
	}
}
