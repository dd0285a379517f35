import "client-only";
import type { IndexStore, IndexWitness } from "@/lib/kit/index-store";
import { database, type RelaisDatabase } from "../store/database";

/** The contract of an index store on IndexedDB (strict durability, database.ts). */
export function indexedDbIndexStore(db: RelaisDatabase = database()): IndexStore {
	return {
		async next(jti) {
			return (await db.indices.get(jti))?.next;
		},
		advance: (jti, decide) =>
			db.transaction("rw", db.indices, async () => {
				const next = decide((await db.indices.get(jti))?.next);
				if (next !== undefined) await db.indices.put({ jti, next });
				return next;
			}),
	};
}

const witnessName = (jti: string) => `relais.next.${jti}`;

/** The second memory: localStorage is another file of the profile, and survives a database that was rolled back. */
export function storageWitness(storage: Pick<Storage, "getItem" | "setItem">): IndexWitness {
	return {
		next(jti) {
			const next = Number(storage.getItem(witnessName(jti)) ?? Number.NaN);
			return Number.isSafeInteger(next) ? next : undefined;
		},
		remember: (jti, next) => storage.setItem(witnessName(jti), String(next)),
	};
}
