import "client-only";
import type { AcceptedCodeStore } from "@/lib/checkcode/accepted-code-store";
import { database, type RelaisDatabase } from "../store/database";

/** The contract of a store of accepted codes on IndexedDB. */
export function indexedDbAcceptedCodeStore(db: RelaisDatabase = database()): AcceptedCodeStore {
	return {
		add: (code) =>
			db.transaction("rw", db.rememberedCodes, async () => {
				if ((await db.rememberedCodes.get([code.day, code.hash])) === undefined) await db.rememberedCodes.add(code);
			}),
		days: async () => (await db.rememberedCodes.orderBy("day").uniqueKeys()).map(String),
		ofDay: (day) => db.rememberedCodes.where("day").equals(day).toArray(),
		forget: (day, hashes) => db.rememberedCodes.bulkDelete(hashes.map((hash): [string, string] => [day, hash])),
		async forgetAcceptedBefore(time) {
			await db.rememberedCodes.where("acceptedAt").below(time).delete();
		},
	};
}
