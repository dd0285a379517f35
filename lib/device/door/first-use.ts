import "client-only";
import { database, type RelaisDatabase } from "../store/database";
import { readFact, writeFact } from "../store/facts";

/** Whether the first-use cards were shown on this device: once, whoever holds it (DP-5). */
const FACT = "first-use";

export async function firstUseSeen(db: RelaisDatabase = database()): Promise<boolean> {
	return (await readFact(FACT, (value) => value === true || undefined, db)) ?? false;
}

export async function noteFirstUse(db: RelaisDatabase = database()): Promise<void> {
	await writeFact(FACT, true, db);
}
