import "client-only";
import type { Table } from "dexie";
import { z } from "zod";
import type { OutboxStore } from "@/lib/outbox/outbox-store";
import { type PositiveInput, positiveInput } from "@/lib/protocol/positives";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { database, type PositiveRow, type RelaisDatabase, type Sealed } from "../store/database";
import { seal, unseal } from "../store/seal";
import { entryStore } from "./entry-store";

/** Positive antigen tests on their way to the authority (spec EN-15): sealed as attestations are, without a paper. */

/** From when it was recorded: the line that counts it, without a name. */
export const LINE_KEPT = 7 * DAY;

const sealName = (key: string) => `positive ${key}`;

/** The positive results of a counter. */
export function indexedDbPositiveStore(db: RelaisDatabase = database()): OutboxStore<Sealed> {
	return entryStore<Pick<PositiveRow, "sealed">, Sealed>(db, db.positives as unknown as Table<PositiveRow, string>, {
		make: (sealed) => ({ sealed }),
		payloadOf: ({ sealed }) => sealed,
		extraOf: ({ sealed }) => ({ sealed }),
	});
}

export function sealPositive(storageKey: CryptoKey, result: PositiveInput): Promise<Sealed> {
	return seal(storageKey, sealName(result.key), result);
}

const stored = z.object(positiveInput.shape);

/** Undefined when it was not sealed by this device, or by a version of the app that wrote another shape. */
export async function openPositive(
	storageKey: CryptoKey,
	key: string,
	sealed: Sealed,
): Promise<PositiveInput | undefined> {
	return stored.safeParse(await unseal(storageKey, sealName(key), sealed)).data;
}

/** Once it is registered nothing of the person stays; the line in the list goes with its time. */
export async function trimPositives(now: NumericDate, db: RelaisDatabase = database()): Promise<void> {
	for (const { key, state, queuedAt, sealed } of await db.positives.toArray()) {
		// One that was refused stays whole: somebody has to look after it.
		if (state !== "registered") continue;
		if (now >= queuedAt + LINE_KEPT) await db.positives.delete(key);
		else if (sealed !== null) await db.positives.update(key, { sealed: null });
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
