/**
 * `npm run bench:abuse -- [--seconds N] [--only text]`: a production portal on loopback with its own PostgreSQL, genuine
 * callers at a steady pace, and one attack after the other from 24 networks. Says of each what strangers were answered,
 * how long the genuine ones waited meanwhile and right after, how many database transactions the strangers caused, what
 * they made the log hold, and how much memory the portal took. Status 1 when a limit is broken.
 *
 * Attackers and portal share the machine's processors, so waiting times say more about the machine than the counts do.
 */
import { parseArgs } from "node:util";
import { Client } from "pg";
import { openPortal, type TestPortal } from "../tests/support/portal";
import { ATTACKS } from "./abuse/attacks";
import { genuineCallers } from "./abuse/genuine";
import { largeFiles } from "./abuse/large-files";
import { type Phase, play } from "./abuse/phase";
import { judge, printPhase } from "./abuse/report";

const { values } = parseArgs({
	options: { seconds: { type: "string", default: "8" }, only: { type: "string", default: "" } },
});
const WARM_UP = 3;

async function run(portal: TestPortal, database: Client): Promise<boolean> {
	const genuine = await genuineCallers(portal.origin, await portal.links());
	const files = await largeFiles(portal.dataFolder);
	const stage = { portal, database, genuine, files, seconds: Number(values.seconds) };
	await genuine.work(WARM_UP); // the first requests compile
	const quiet = await play(stage, undefined);
	printPhase(quiet, quiet);
	const phases: Phase[] = [];
	for (const attack of Object.keys(ATTACKS).filter((name) => name.includes(values.only))) {
		const phase = await play(stage, attack);
		printPhase(phase, quiet);
		phases.push(phase);
	}
	return judge(phases, quiet);
}

const portal = await openPortal({ env: { RELAIS_PROXIES: "1" } });
const database = new Client({ connectionString: portal.databaseUrl });
try {
	await database.connect();
	if (!(await run(portal, database))) process.exitCode = 1;
} finally {
	await database.end();
	await portal.close();
}
