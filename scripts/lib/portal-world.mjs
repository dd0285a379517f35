/** What a portal needs before it can serve: keys, tables, and for trying out a world to serve. Each can be repeated. */
import { existsSync } from "node:fs";
import path from "node:path";
import { runNode, say, TYPESCRIPT } from "./project.mjs";

/**
 * @typedef {object} PortalSettings what the portal reads from its environment
 * @property {string} RELAIS_DATA absolute path of the data folder
 * @property {string} DATABASE_URL
 * @property {string} RELAIS_ORIGIN one origin or several, with commas; the first goes into links
 */

/** @param {string} dataFolder absolute */
export async function makeKeys(dataFolder) {
	const folder = path.join(dataFolder, "keys");
	if (existsSync(folder)) return;
	say(`making the authority's keys in ${folder}`);
	await runNode([...TYPESCRIPT, "lib/cli/main.ts", "keys", "init"], {
		name: "making keys",
		env: { RELAIS_DATA: dataFolder },
	});
}

/** @param {PortalSettings} settings */
export async function migrateDatabase(settings) {
	await runNode([...TYPESCRIPT, "scripts/migrate.ts"], {
		name: "bringing the database up to date",
		env: { ...settings },
	});
}

/**
 * Makes the demo world if the database is empty.
 * @param {PortalSettings} settings
 * @returns {Promise<Record<"counter" | "door" | "train" | "console", string>>} fresh one-time links into it
 */
export async function demoLinks(settings) {
	const output = await runNode([...TYPESCRIPT, "scripts/seed.ts"], {
		name: "preparing the demo world",
		env: { ...settings },
	});
	return JSON.parse(output.trim().split("\n").at(-1) ?? "{}");
}
