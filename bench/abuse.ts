/**
 * `npm run bench:abuse`: a production portal on loopback with its own PostgreSQL, genuine callers at a steady pace, and
 * one attack after the other from 24 networks. Prints beside a run without an attack how long the genuine ones waited,
 * how many database transactions the strangers caused for each request, and what they made the log hold. Status 1 when
 * a limit is broken.
 *
 * Attackers and portal share the machine's processors, so waiting times say more about the machine than the counts do.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { runNode, TYPESCRIPT } from "../scripts/bootstrap/project.mjs";
import { openPortal, type TestPortal } from "../tests/support/portal";
import { ATTACKS } from "./abuse/attacks";
import { type Genuine, genuineCallers, type Met } from "./abuse/genuine";

const SECONDS = 10;
/** A PostgreSQL connection that falls idle reports its transactions after ten seconds. */
const REPORTED_MS = 11_000;
const LIMITS = { p99: 500, perRequest: 1 / 20, logBytes: 1_000_000 };

type Phase = {
	readonly met: readonly Met[];
	readonly requests: number;
	readonly transactions: number;
	readonly logBytes: number;
};
type Stage = { readonly portal: TestPortal; readonly database: Client; readonly genuine: Genuine };

async function transactionsOf(database: Client): Promise<number> {
	const { rows } = await database.query(
		"SELECT xact_commit + xact_rollback AS n FROM pg_stat_database WHERE datname = current_database()",
	);
	return Number(rows[0]?.n);
}

/** `attack` undefined: none. */
async function play({ portal, database, genuine }: Stage, attack: string | undefined): Promise<Phase> {
	const before = { transactions: await transactionsOf(database), log: (await portal.log()).length };
	const attacking =
		attack === undefined
			? Promise.resolve('{"requests":0}')
			: runNode([...TYPESCRIPT, "bench/abuse/attack.ts", attack, portal.origin, genuine.kid, String(SECONDS)]);
	const [met, output] = await Promise.all([genuine.work(SECONDS), attacking]);
	await sleep(REPORTED_MS);
	return {
		met,
		requests: JSON.parse(output).requests,
		transactions: (await transactionsOf(database)) - before.transactions,
		logBytes: (await portal.log()).length - before.log,
	};
}

function quantile(met: readonly Met[], share: number): number {
	const sorted = met.map(({ ms }) => ms).sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function print(name: string, phase: Phase, caused: number): void {
	const refused = phase.met.filter(({ status }) => status !== 200);
	const whom = [...new Set(refused.map(({ who, status }) => `${who}: ${status}`))].join(", ");
	const cells = [
		name.padEnd(36),
		`p50 ${quantile(phase.met, 0.5).toFixed(0)} ms`.padStart(12),
		`p99 ${quantile(phase.met, 0.99).toFixed(0)} ms`.padStart(13),
		`${phase.met.length - refused.length}/${phase.met.length} answered`.padStart(18),
		`${phase.requests} requests`.padStart(17),
		`${caused} transactions`.padStart(20),
		`${phase.logBytes} B of log`.padStart(18),
	];
	console.log(cells.join("") + (whom === "" ? "" : `  (${whom})`));
}

async function main(): Promise<boolean> {
	const portal = await openPortal({ env: { RELAIS_PROXIES: "1" } });
	const database = new Client({ connectionString: portal.databaseUrl });
	await database.connect();
	try {
		const stage = { portal, database, genuine: await genuineCallers(portal.origin, await portal.links()) };
		await play(stage, undefined); // warms up: the first requests compile
		const quiet = await play(stage, undefined);
		print("no attack", quiet, 0);
		let [requests, caused, logBytes, worst] = [0, 0, 0, 0];
		for (const attack of Object.keys(ATTACKS)) {
			const phase = await play(stage, attack);
			const ofStrangers = Math.max(0, phase.transactions - quiet.transactions);
			print(attack, phase, ofStrangers);
			requests += phase.requests;
			caused += ofStrangers;
			logBytes += phase.logBytes;
			worst = Math.max(worst, quantile(phase.met, 0.99));
		}
		const shares = `${caused} transactions for ${requests} requests of strangers: 1 in ${(requests / Math.max(1, caused)).toFixed(0)} (at most 1 in 20)`;
		console.log(
			`\n${shares}; log ${logBytes} B (at most ${LIMITS.logBytes}); worst p99 ${worst.toFixed(0)} ms (at most ${LIMITS.p99})`,
		);
		return caused / requests <= LIMITS.perRequest && logBytes <= LIMITS.logBytes && worst <= LIMITS.p99;
	} finally {
		await database.end();
		await portal.close();
	}
}

if (!(await main())) process.exitCode = 1;
