import "client-only";
import type { CarriedEntry, Queue } from "@/lib/outbox/queue-file";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { loadDevice } from "../../identity/device-store";
import { database, type RelaisDatabase } from "../../store/database";
import type { OutboxRow, PositiveRow } from "../../store/rows";
import { isUnanswered } from "../envelope";

/** `unsealed`: acts that this device has not encrypted to the portal yet; they are in no copy. */
export type OwnQueue = { readonly queue: Queue; readonly unsealed: number };

/**
 * [QM-1] Everything that the authority has not answered for, this device's own and what it took over from others. Needs
 * nobody to be there. Undefined where this is no counter of a pharmacy.
 */
export async function ownQueue(now: NumericDate, db: RelaisDatabase = database()): Promise<OwnQueue | undefined> {
	const device = await loadDevice(db);
	if (device?.pharmacy == null) return undefined;
	const open = async (...tables: readonly OpenTable[]) =>
		(await Promise.all(tables.map((table) => table.where("state").anyOf("waiting", "sending").toArray()))).flat();
	const records = await open(db.outbox, db.carriedRecords);
	const results = await open(db.positives, db.carriedResults);
	const [sealedRecords, sealedResults] = [records, results].map((rows) => rows.flatMap(entryOf));
	return {
		queue: {
			...{ pharmacy: device.pharmacy.number, device: device.deviceId, made: now },
			...{ records: sealedRecords ?? [], results: sealedResults ?? [] },
		},
		unsealed: [...records, ...results].filter(({ envelope }) => envelope === undefined).length,
	};
}

type OpenRow = Pick<OutboxRow | PositiveRow, "key" | "queuedAt" | "state" | "envelope">;
type OpenTable = {
	where(index: "state"): { anyOf(...states: readonly string[]): { toArray(): PromiseLike<readonly OpenRow[]> } };
};

function entryOf({ key, queuedAt, state, envelope }: OpenRow): readonly CarriedEntry[] {
	return isUnanswered(state) && envelope !== undefined ? [{ key, queuedAt, envelope }] : [];
}
