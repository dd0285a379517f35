import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { TestPortal } from "./portal";

const run = promisify(execFile);
const SCRIPT = path.join(import.meta.dirname, "../../scripts/bootstrap/run.mjs");

/** A one-time link into the console, as the command prints it. `name`: whom the session is named after. */
export async function makeConsoleLink(portal: TestPortal, name: string): Promise<string> {
	const env = { ...process.env, RELAIS_DATA: portal.dataFolder, DATABASE_URL: portal.databaseUrl };
	const { stdout } = await run(process.execPath, [SCRIPT, "server/commands/console-link.ts", name], { env });
	return stdout.trim();
}
