/** "Backup" of docs/operations.md: a base, the keys, and the way back to a moment. */
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { printedBlock } from "../fleet/printed";
import type { OwnPostgres } from "./own-postgres";
import { follow } from "./shell";
import type { Site } from "./site";

/** Longer names first: the others begin like them. */
function placesOf({ folder, backups }: OwnPostgres): readonly (readonly [string, string])[] {
	return [
		["/var/backups/relais-keys.tar", path.join(backups, "relais-keys.tar")],
		["/var/backups/relais", backups],
		["/var/lib/postgresql/15/restored", path.join(folder, "restored")],
	];
}

export async function backUp({ env, root }: Site, database: OwnPostgres): Promise<void> {
	const changes = new Map(placesOf(database));
	await follow("pg_basebackup", { cwd: database.folder, env: database.env, account: database.account, changes });
	await follow("tar -C", { cwd: root, env, changes });
}

/** As of a moment after the base, whatever was registered since. The instances are stopped. */
export async function restore(database: OwnPostgres, at: Date): Promise<void> {
	await untilArchived(database);
	await database.stop();
	const time = at.toISOString().replace("T", " ").replace("Z", "+00");
	const changes = new Map([...placesOf(database), ["2026-11-27 12:00:00+00", time] as const]);
	await follow("recovery_target_time", { cwd: database.folder, env: database.env, account: database.account, changes });
	await database.moveTo(path.join(database.folder, "restored"));
	await database.query(await printedBlock("sql", "UPDATE status_lists"));
}

/** The segment of this moment lies in the archive. */
async function untilArchived({ query }: OwnPostgres): Promise<void> {
	const [row] = await query("SELECT pg_walfile_name(pg_current_wal_lsn()) AS segment, pg_switch_wal()");
	const segment = String(row?.["segment"]);
	for (let attempt = 0; attempt < 300; attempt++) {
		const [archiver] = await query("SELECT last_archived_wal AS last FROM pg_stat_archiver");
		if (String(archiver?.["last"] ?? "") >= segment) return;
		await sleep(200);
	}
	throw new Error("PostgreSQL archives nothing");
}
