import "server-only";
import type { Database } from "../../db/database";

const TIMEOUT_MS = 2_000;
/** Anybody may ask; the database is asked at most so often. */
const FRESH_MS = 1_000;

export type DatabaseState = {
	/** `standby`: it answers, and takes no writes. */
	readonly reach: "primary" | "standby" | "away";
	/** Whether what it said is committed is there after a crash, and after a failover to the standby that it waits for. */
	readonly keepsCommits: boolean;
};

const AWAY: DatabaseState = { reach: "away", keepsCommits: true };

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
	const late = new Promise<DatabaseState>((resolve) => setTimeout(() => resolve(AWAY), TIMEOUT_MS).unref());
	return await Promise.race([readState(db).catch(() => AWAY), late]);
}

async function readState(db: Database): Promise<DatabaseState> {
	// Engines beside PostgreSQL know no `fsync`.
	const [row] = await db.$queryRaw<readonly { readonly writable: boolean; readonly keeps: boolean }[]>`
		SELECT current_setting('transaction_read_only') = 'off' AS writable,
			coalesce(current_setting('fsync', true), 'on') = 'on'
			AND current_setting('synchronous_commit') <> 'off'
			AND (current_setting('synchronous_commit') <> 'local'
				OR coalesce(current_setting('synchronous_standby_names', true), '') = '') AS keeps`;
	if (row === undefined) return AWAY;
	return { reach: row.writable ? "primary" : "standby", keepsCommits: row.keeps };
}
