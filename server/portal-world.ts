/** What a portal needs before it can serve: keys, tables, and for trying out a world to serve. Each can be repeated. */
import { existsSync } from "node:fs";
import path from "node:path";
import { runNode, say, TYPESCRIPT } from "../scripts/bootstrap/project.mjs";
import type { Database } from "./postgres/database";

/** What the portal reads from its environment. */
export type PortalSettings = {
	/** Absolute path of the data folder. */
	readonly RELAIS_DATA: string;
	readonly DATABASE_URL: string;
	/** One origin or several, with commas; the first goes into links. */
	readonly RELAIS_ORIGIN: string;
};

/** One-time links into the demo world: each enrols one device, or opens the console. */
export type DemoLinks = Readonly<Record<"counter" | "door" | "train" | "console", string>>;

/** @param dataFolder absolute */
export async function makeKeys(dataFolder: string): Promise<void> {
	const folder = path.join(dataFolder, "keys");
	if (existsSync(folder)) return;
	say(`making the authority's keys in ${folder}`);
	await runNode([...TYPESCRIPT, "lib/cli/main.ts", "keys", "init"], {
		name: "making keys",
		env: { RELAIS_DATA: dataFolder },
	});
}

export async function migrateDatabase(settings: PortalSettings): Promise<void> {
	await runNode([...TYPESCRIPT, "server/commands/migrate.ts"], {
		name: "bringing the database up to date",
		env: { ...settings },
	});
}

/** Makes the demo world if the database is empty; answers fresh one-time links into it. */
export async function demoLinks(settings: PortalSettings): Promise<DemoLinks> {
	const output = await runNode([...TYPESCRIPT, "server/commands/seed.ts"], {
		name: "preparing the demo world",
		env: { ...settings },
	});
	return JSON.parse(output.trim().split("\n").at(-1) ?? "{}");
}

/**
 * What a start prints about how to get in: links into the demo world, or, on a database of one's own, where nothing is
 * made and nothing is printed that opens anything, the command for the first operator.
 */
export async function wayIn(
	{ external }: Pick<Database, "external">,
	settings: PortalSettings,
): Promise<readonly string[]> {
	if (external) return ['relais: a link into the console: npm run --silent console-link -- "Name"'];
	say("making one-time links");
	const links = await demoLinks(settings);
	return [
		...Object.entries(links).map(([name, link]) => `  ${name.padEnd(8)} ${link}`),
		"relais: each link works once; every start prints new ones",
	];
}
