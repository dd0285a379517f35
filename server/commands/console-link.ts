/**
 * `npm run --silent console-link -- [operator]`: prints a one-time link that opens the console, for a portal that runs
 * on this machine or on the database of DATABASE_URL. Whoever can read the data folder can open the console.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { dataFolder, runNode, StepFailed, TYPESCRIPT } from "../../scripts/bootstrap/project.mjs";
import { PostgresUnavailable } from "../postgres/binaries";
import { findPostgres } from "../postgres/postgres";

/** The portal writes its own address into the list that it publishes. */
async function publishedOrigin(): Promise<string | undefined> {
	const list = await readFile(path.join(dataFolder(), "public/trust/list.jwt"), "utf8").catch(() => "");
	const payload = list.split(".")[1] ?? "";
	try {
		return JSON.parse(Buffer.from(payload, "base64url").toString("utf8")).iss;
	} catch {
		return undefined;
	}
}

async function main([operator = "operator"]: readonly string[]): Promise<void> {
	const databaseUrl = process.env["DATABASE_URL"] || (await findPostgres({ dataFolder: dataFolder() }));
	if (databaseUrl === undefined)
		throw new StepFailed("no portal runs on this data folder: start it, or set DATABASE_URL");
	const origin = process.env["RELAIS_ORIGIN"] || (await publishedOrigin());
	const link = await runNode([...TYPESCRIPT, "server/commands/make-console-link.ts", operator], {
		name: "making the link",
		env: { RELAIS_DATA: dataFolder(), DATABASE_URL: databaseUrl, ...(origin ? { RELAIS_ORIGIN: origin } : {}) },
	});
	console.log(link.trim());
}

try {
	await main(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof StepFailed || error instanceof PostgresUnavailable)) throw error;
	console.error(`relais: ${error.message}`);
	process.exitCode = 1;
}
