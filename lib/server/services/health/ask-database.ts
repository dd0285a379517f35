import "server-only";
import type { Database } from "../../db/database";

const TIMEOUT_MS = 2_000;
/** Anybody may ask; the database is asked at most so often. */
const FRESH_MS = 1_000;

/** `standby`: it answers, and takes no writes. */
export type DatabaseState = "primary" | "standby" | "away";

type Reading = { readonly atMs: number; readonly state: Promise<DatabaseState> };
const readings = new WeakMap<Database, Reading>();

/** How this process reached its database within the last second. */
export function askDatabase(db: Database): Promise<DatabaseState> {
	const last = readings.get(db);
	const nowMs = performance.now();
	const reading = last !== undefined && nowMs - last.atMs < FRESH_MS ? last : { atMs: nowMs, state: ask(db) };
	readings.set(db, reading);
	return reading.state;
}

async function ask(db: Database): Promise<DatabaseState> {
	const late = new Promise<"away">((resolve) => setTimeout(() => resolve("away"), TIMEOUT_MS).unref());
	const answered = db.$queryRaw<readonly { readonly writable: boolean }[]>`
		SELECT current_setting('transaction_read_only') = 'off' AS writable`.then(
		([row]) => (row?.writable ? "primary" : "standby"),
		() => "away" as const,
	);
	return await Promise.race([answered, late]);
}
