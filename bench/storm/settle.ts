/**
 * What a database does later for what was written earlier (pages to the disk, vacuum) falls now, and not into what is measured
 * next: with 1.5 million records it is as much as what is to be seen.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Stage } from "./stage";

const LOOK_MS = 1_000;
/** Looks in a row that find nobody at work: between two tables a vacuum rests. */
const QUIET_LOOKS = 3;
const MOST_LOOKS = 180;

export async function settle({ sql }: Stage): Promise<void> {
	await sql.query("CHECKPOINT");
	let quiet = 0;
	for (let look = 0; look < MOST_LOOKS && quiet < QUIET_LOOKS; look++) {
		const { rows } = await sql.query<{ busy: boolean }>(
			"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE backend_type = 'autovacuum worker') AS busy",
		);
		quiet = rows[0]?.busy ? 0 : quiet + 1;
		await sleep(LOOK_MS);
	}
	if (quiet < QUIET_LOOKS)
		console.log(`the database was still vacuuming after ${MOST_LOOKS} s; its cost is in what follows`);
}
