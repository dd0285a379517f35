/** What can be killed: each is started again by itself, as a supervisor does, and is killed again only once it lived. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { parentOf } from "@/bench/storm/processor-time";
import type { PortalInstance } from "@/tests/support/portal-instance";
import type { Database } from "../../server/postgres/database";
import { startPostgres } from "../../server/postgres/postgres";

export type Mortal = {
	/** SIGKILL, now; then it is started again after so many milliseconds. */
	strike(down: number): Promise<void>;
	/** Resolves when it is up; rejects if it does not come up again. */
	alive(): Promise<void>;
};

type Life = { readonly kill: () => Promise<void>; readonly start: () => Promise<void> };

function mortal({ kill, start }: Life): Mortal {
	let up: Promise<void> = Promise.resolve();
	return {
		async strike(down) {
			await kill();
			up = sleep(down).then(start);
			// Told by whoever asks next whether it is alive.
			up.catch(() => undefined);
		},
		alive: () => up,
	};
}

export const mortalInstance = ({ kill, start }: PortalInstance): Mortal => mortal({ kill, start });

export type MortalDatabase = Mortal & { readonly url: string; readonly destroy: () => Promise<void> };

/** A PostgreSQL whose first process, the one that recovers from every other fault, is killed. */
export async function mortalDatabase(dataFolder: string, port: number): Promise<MortalDatabase> {
	const place = { dataFolder, databaseUrl: "", port };
	let database: Database = await startPostgres({ ...place, transient: true });
	const { url } = database;
	let postmaster = await postmasterOf(url);
	const life = mortal({
		kill: async () => {
			process.kill(postmaster, "SIGKILL");
		},
		start: async () => {
			database = await startPostgres(place);
			postmaster = await postmasterOf(url);
		},
	});
	return { ...life, url, destroy: () => database.destroy() };
}

async function postmasterOf(url: string): Promise<number> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
		return parentOf(rows[0]?.pid ?? 0);
	} finally {
		await client.end();
	}
}
