import "client-only";
import { database, type RelaisDatabase } from "../database";
import { askVault } from "./vault-link";
import type { SlotSecret, VaultAnswer } from "./vault-messages";

/**
 * [VA-9] Secrets that can be destroyed: in one file that is overwritten in place (slot-file.ts) or, in a browser that has
 * none, in rows of the database; those of a database in memory with it. A deleted row may stay in the database's files until the browser tidies them up, and
 * docs/threat-model.md says so. Slots of rows are negative.
 */

/** `count` new ones, on the disk when this resolves. */
export async function takeSecrets(count: number, db: RelaisDatabase = database()): Promise<readonly SlotSecret[]> {
	const answer = db.inMemory ? UNSUPPORTED : await askVault({ type: "take", count });
	if (answer.type === "unsupported") return takeRows(count, db);
	return slotsOf(answer).filter((taken) => taken !== undefined);
}

/** In the order asked; undefined for one that was destroyed. */
export async function readSecrets(
	slots: readonly number[],
	db: RelaisDatabase = database(),
): Promise<readonly (Uint8Array<ArrayBuffer> | undefined)[]> {
	const rows = await db.secrets.bulkGet(slots.filter(isRow));
	const places = slots.filter((slot) => !isRow(slot));
	const answer = places.length === 0 ? undefined : await askVault({ type: "read", slots: places });
	const found = [...rows, ...(answer === undefined ? [] : slotsOf(answer))];
	const bySlot = new Map(found.flatMap((one) => (one === undefined ? [] : [[one.slot, one.secret] as const])));
	return slots.map((slot) => bySlot.get(slot));
}

/** Nothing that was sealed under them can be opened again. */
export async function wipeSecrets(slots: readonly number[], db: RelaisDatabase = database()): Promise<void> {
	const places = slots.filter((slot) => !isRow(slot));
	await db.secrets.bulkDelete(slots.filter(isRow));
	if (places.length > 0) await askVault({ type: "wipe", slots: places });
}

/** Every slot in which a secret lies. */
export async function usedSecrets(db: RelaisDatabase = database()): Promise<readonly number[]> {
	const rows = await db.secrets.toCollection().primaryKeys();
	const answer = db.inMemory ? UNSUPPORTED : await askVault({ type: "list" });
	return answer.type === "used" ? [...rows, ...answer.slots] : rows;
}

const isRow = (slot: number) => slot < 0;
/** The file is the device's: what lies in memory has no place in it, and destroys nothing there. */
const UNSUPPORTED = { type: "unsupported" } as const;

function slotsOf(answer: VaultAnswer): readonly (SlotSecret | undefined)[] {
	// What lies in a file that cannot be opened now is not destroyed: nothing may be given up for it.
	if (answer.type === "unsupported") throw new DOMException("no file system", "UnknownError");
	if (answer.type !== "slots") throw new Error(`the vault's worker answered ${answer.type}`);
	return answer.slots;
}

function takeRows(count: number, db: RelaisDatabase): Promise<readonly SlotSecret[]> {
	return db.transaction("rw", db.secrets, async () => {
		const lowest = (await db.secrets.orderBy("slot").first())?.slot ?? 0;
		const taken = Array.from({ length: count }, (_, i): SlotSecret => {
			return { slot: lowest - 1 - i, secret: crypto.getRandomValues(new Uint8Array(32)) };
		});
		await db.secrets.bulkAdd(taken);
		return taken;
	});
}
