import "client-only";
import type { AcceptedCodeStore } from "@/lib/checkcode/accepted-code-store";
import { database, type RelaisDatabase } from "../store/database";

/** The contract of a store of accepted codes on IndexedDB. */
export function indexedDbAcceptedCodeStore(db: RelaisDatabase = database()): AcceptedCodeStore {
	return {
		add: (code) =>
			db.transaction("rw", db.acceptedCodes, async () => {
				if ((await db.acceptedCodes.get(code.hash)) === undefined) await db.acceptedCodes.add(code);
			}),
		days: async () => (await db.acceptedCodes.orderBy("day").uniqueKeys()).map(String),
		ofDay: (day) => db.acceptedCodes.where("day").equals(day).toArray(),
		forget: (hashes) => db.acceptedCodes.bulkDelete([...hashes]),
		async forgetAcceptedBefore(time) {
			await db.acceptedCodes.where("acceptedAt").below(time).delete();
		},
	};
}
