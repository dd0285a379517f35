import "client-only";
import type { IndexStore, IndexWitness } from "@/lib/kit/index-store";
import type { BlockMemory } from "@/lib/kit/index-stretch";
import { database, type RelaisDatabase } from "../store/database";
import type { IndexRow } from "../store/rows";

/** The contract of an index store on IndexedDB (strict durability, database.ts). */
export function indexedDbIndexStore(db: RelaisDatabase = database()): IndexStore {
	return {
		async read(jti) {
			return memoryOf(await db.indices.get(jti));
		},
		advance: (jti, decide) =>
			db.transaction("rw", db.indices, async () => {
				const row = await db.indices.get(jti);
				const memory = decide(memoryOf(row));
				if (memory === undefined) return undefined;
				const { next } = row ?? {};
				await db.indices.put({ jti, ...(next === undefined ? {} : { next }), spent: memory.spent, open: memory.open });
				return memory;
			}),
	};
}

function memoryOf(row: IndexRow | undefined): BlockMemory | undefined {
	return row && { below: row.next, spent: row.spent ?? "", open: row.open };
}

/** `next`: what an earlier version wrote, which counted through the block. */
const nextName = (jti: string) => `relais.next.${jti}`;
const spentName = (jti: string) => `relais.spent.${jti}`;

/** The second memory of this page's database; of one in memory, memory too. */
export function indexWitness(db: RelaisDatabase = database()): IndexWitness {
	return storageWitness(db.inMemory ? IN_MEMORY : window.localStorage);
}

const written = new Map<string, string>();
const IN_MEMORY: Pick<Storage, "getItem" | "setItem"> = {
	getItem: (name) => written.get(name) ?? null,
	setItem: (name, value) => void written.set(name, value),
};

/** The second memory: localStorage is another file of the profile, and survives a database that was rolled back. */
export function storageWitness(storage: Pick<Storage, "getItem" | "setItem">): IndexWitness {
	return {
		read(jti) {
			const next = Number(storage.getItem(nextName(jti)) ?? Number.NaN);
			const spent = storage.getItem(spentName(jti)) ?? "";
			const below = Number.isSafeInteger(next) ? next : undefined;
			return below === undefined && spent === "" ? undefined : { below, spent };
		},
		remember: (jti, { spent }) => storage.setItem(spentName(jti), spent),
	};
}
