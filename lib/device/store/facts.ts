import "client-only";
import type { ValueStore } from "@/lib/shared/value-store";
import { database, type RelaisDatabase } from "./database";

/**
 * Small named values (rows.ts, `FactRow`). Each module keeps its facts under its own names and checks their shape
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

/** One fact as a store of its own, for the step functions of the pure folders. */
export function factStore<Value>(
	name: string,
	parse: (value: unknown) => Value | undefined,
	db: RelaisDatabase = database(),
): ValueStore<Value> {
	return {
		read: () => readFact(name, parse, db),
		change: (next) =>
			db.transaction("rw", db.facts, async () => {
				const before = await readFact(name, parse, db);
				const after = next(before);
				if (after !== before) await writeFact(name, after, db);
				return after;
			}),
	};
}
