import "server-only";
import type { ServerContext } from "../../context/server-context";
import type { Database } from "../../db/database";

const TIMEOUT_MS = 2_000;
/** Anybody may ask; the database is asked at most so often. */
const FRESH_MS = 1_000;

type Reading = { readonly atMs: number; readonly answered: Promise<boolean> };
const readings = new WeakMap<Database, Reading>();

/** Whether this process serves, and whether it reached its database within the last second. */
export async function checkHealth({ db }: ServerContext): Promise<{ readonly database: boolean }> {
	const last = readings.get(db);
	const nowMs = performance.now();
	const reading = last !== undefined && nowMs - last.atMs < FRESH_MS ? last : { atMs: nowMs, answered: ask(db) };
	readings.set(db, reading);
	return { database: await reading.answered };
}

async function ask(db: Database): Promise<boolean> {
	const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), TIMEOUT_MS).unref());
	const answered = db.$queryRaw`SELECT 1`.then(
		() => true,
		() => false,
	);
	return await Promise.race([answered, late]);
}
