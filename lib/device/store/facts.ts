import "client-only";
import { database, type RelaisDatabase } from "./database";

/**
 * Small named values (database.ts, `FactRow`). Each module keeps its facts under its own names and checks their shape
 * with the `read` function it brings: what another version of the app left there is treated as absent.
 */
export async function readFact<Value>(
	name: string,
	read: (value: unknown) => Value | undefined,
	db: RelaisDatabase = database(),
): Promise<Value | undefined> {
	const row = await db.facts.get(name);
	return row === undefined ? undefined : read(row.value);
}

export async function writeFact(name: string, value: unknown, db: RelaisDatabase = database()): Promise<void> {
	await db.facts.put({ name, value });
}
