import "client-only";
import type { Table } from "dexie";
import { z } from "zod";
import type { OutboxEntry } from "@/lib/outbox/outbox";
import type { OutboxStore } from "@/lib/outbox/outbox-store";
import { type PositiveInput, positiveInput } from "@/lib/protocol/positives";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { database, type PositiveRow, type RelaisDatabase } from "../store/database";
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

/** Once it is registered nothing of the person stays, nor can be brought back (VA-9); the line in the list goes with its time. */
export async function trimPositives(now: NumericDate, db: RelaisDatabase = database()): Promise<void> {
	for (const { key, state, queuedAt, sealed } of await db.positives.toArray()) {
		// One that was refused stays whole: somebody has to look after it.
		if (state !== "registered") continue;
		if (now >= queuedAt + LINE_KEPT) await db.positives.delete(key);
		else if (sealed !== null) await db.positives.update(key, { sealed: null });
		await wipeSecrets(slotOf(sealed));
	}
}

/** What is kept here of the last week, by how far it is. */
export async function countPositives(
	db: RelaisDatabase = database(),
): Promise<{ readonly all: number; readonly waiting: number; readonly refused: number }> {
	const states = (await db.positives.toArray()).map(({ state }) => state);
	const waiting = states.filter((state) => state === "waiting" || state === "sending").length;
	return { all: states.length, waiting, refused: states.filter((state) => state === "refused").length };
}

/** A positive result of a period. Who it is of is here until it is registered, and afterwards nowhere on this device. */
export type DayPositive = { readonly row: PositiveRow; readonly result: PositiveInput | undefined };

/** [SH-15] Those recorded from `from` until before `to` that are still kept, latest first. */
export async function loadPositives(
	{ from, to }: { readonly from: NumericDate; readonly to: NumericDate },
	{ storageKey, db = database() }: { readonly storageKey: CryptoKey; readonly db?: RelaisDatabase },
): Promise<readonly DayPositive[]> {
	const rows = (await db.positives.toArray()).filter(({ queuedAt }) => queuedAt >= from && queuedAt < to);
	const opened = rows.map(async (row): Promise<DayPositive> => {
		return { row, result: row.sealed === null ? undefined : await openPositive(storageKey, row.key, row.sealed) };
	});
	return (await Promise.all(opened)).toSorted((a, b) => b.row.queuedAt - a.row.queuedAt);
}
