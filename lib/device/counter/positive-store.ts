import "client-only";
import type { Table } from "dexie";
import { z } from "zod";
import { needsCare, type OutboxEntry } from "@/lib/outbox/outbox";
import type { OutboxStore } from "@/lib/outbox/outbox-store";
import { type PositiveInput, positiveInput } from "@/lib/protocol/positives";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { database, type RelaisDatabase } from "../store/database";
import type { PositiveRow } from "../store/rows";
import type { MaybeApart, SealedPart } from "../store/sealed";
import { wipeSecrets } from "../store/vault/slots";
import { entryStore } from "./entry-store";
import { isUnanswered, keptEnvelope } from "./envelope";
import { openApart, sealApart, slotOf } from "./sealed-part";

/** Positive antigen tests on their way to the authority (spec EN-15): sealed as attestations are, without a paper. */

/** From when it was recorded: the line that counts it, without a name. */
export const LINE_KEPT = 7 * DAY;

export const positiveName = (key: string) => `positive ${key}`;

/** What travels with an entry: the sealed result, and the result for the portal alone. */
export type PositivePayload = { readonly sealed: MaybeApart; readonly envelope?: string };

type PositiveExtra = Pick<PositiveRow, "sealed" | "envelope">;

/** The positive results of a counter. What is for the portal alone goes once that has answered. */
export function indexedDbPositiveStore(db: RelaisDatabase = database()): OutboxStore<PositivePayload> {
	const table = db.positives as unknown as Table<OutboxEntry & PositiveExtra, string>;
	return entryStore<PositiveExtra, PositivePayload>(db, table, {
		make: (payload) => payload,
		payloadOf: ({ sealed, envelope }) => (sealed === null ? null : { sealed, ...keptEnvelope(envelope) }),
		extraOf: ({ sealed, envelope, state }) => ({ sealed, ...(isUnanswered(state) ? keptEnvelope(envelope) : {}) }),
	});
}

export function sealPositive(storageKey: CryptoKey, result: PositiveInput): Promise<SealedPart> {
	return sealApart({ storageKey, name: positiveName(result.key), value: result });
}

const stored = z.object(positiveInput.shape);

/** Undefined when it was not sealed by this device, or by a version of the app that wrote another shape. */
export async function openPositive(
	storageKey: CryptoKey,
	key: string,
	sealed: MaybeApart,
): Promise<PositiveInput | undefined> {
	return stored.safeParse(await openApart({ storageKey, name: positiveName(key), sealed })).data;
}

/**
 * Once it is registered, put right by another or closed nothing of the person stays, nor can be brought back (VA-9); the line
 * in the list goes with its time.
 */
export async function trimPositives(now: NumericDate, db: RelaisDatabase = database()): Promise<void> {
	for (const row of await db.positives.toArray()) {
		const { key, queuedAt, sealed } = row;
		if (!isSettled(row)) continue;
		if (now >= queuedAt + LINE_KEPT) await db.positives.delete(key);
		else if (sealed !== null) await db.positives.update(key, { sealed: null });
		await wipeSecrets(slotOf(sealed));
	}
}

/** One that was refused stays whole until somebody has looked after it. */
export function isSettled(row: PositiveRow): boolean {
	return row.state === "registered" || (row.state === "refused" && !needsCare(row));
}

/** [SH-18] Nobody will put this refused result right: the authority does not learn of it, and its person is forgotten. */
export async function closePositive(key: string, now: NumericDate, db: RelaisDatabase = database()): Promise<void> {
	await indexedDbPositiveStore(db).apply(key, { type: "closed", at: now });
	await trimPositives(now, db);
}

/** What is kept here of the last week, by how far it is; the refused ones that somebody has to look after, oldest first. */
export async function countPositives(
	db: RelaisDatabase = database(),
): Promise<{ readonly all: number; readonly waiting: number; readonly refused: readonly PositiveRow[] }> {
	const rows = await db.positives.toArray();
	const waiting = rows.filter(({ state }) => state === "waiting" || state === "sending").length;
	const refused = rows.filter((row) => row.state === "refused" && needsCare(row));
	return { all: rows.length, waiting, refused: refused.toSorted((a, b) => a.queuedAt - b.queuedAt) };
}

/** A positive result of a period. Who it is of is here until it is registered, and afterwards nowhere on this device. */
export type DayPositive = { readonly row: PositiveRow; readonly result: PositiveInput | undefined };

/** [SH-15] Those recorded from `from` until before `to` that are still kept, latest first. */
export async function loadPositives(
	{ from, to }: { readonly from: NumericDate; readonly to: NumericDate },
	{ storageKey, db = database() }: { readonly storageKey: CryptoKey; readonly db?: RelaisDatabase },
): Promise<readonly DayPositive[]> {
	const rows = (await db.positives.toArray()).filter(({ queuedAt }) => queuedAt >= from && queuedAt < to);
	const opened = await Promise.all(rows.map((row) => openRow(row, storageKey)));
	return opened.toSorted((a, b) => b.row.queuedAt - a.row.queuedAt);
}

/** Undefined where it is not kept any more. */
export async function loadPositive(
	key: string,
	storageKey: CryptoKey,
	db: RelaisDatabase = database(),
): Promise<DayPositive | undefined> {
	const row = await db.positives.get(key);
	return row && openRow(row, storageKey);
}

async function openRow(row: PositiveRow, storageKey: CryptoKey): Promise<DayPositive> {
	return { row, result: row.sealed === null ? undefined : await openPositive(storageKey, row.key, row.sealed) };
}
