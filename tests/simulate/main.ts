/**
 * `npm run simulate`: countries of counters, one for each seed, with the faults that the seed draws (docs/simulation.md).
 *
 *   npm run simulate -- --seeds 1..200 [--counters N] [--hours N] [--sheets N] [--faults a,b] [--only 1,2] [--processes N] [--table]
 *                          [--fridays]: with the outages of `npm run simulate:country` in place of the seed's
 *                          [--real N]: one seed in so many is played beside the real services on PostgreSQL too
 *
 * A seed that fails is made small and told as a table, with the command that plays it again.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { seedPool } from "./run/play-seeds";
import { addTo, newTotal, summary, table } from "./run/report";
import { FAULTS, type Fault, FRIDAYS, type Scenario, SMALL, scenarioOf } from "./scenario";

const { values } = parseArgs({
	options: {
		seeds: { type: "string", default: "1..50" },
		counters: { type: "string", default: String(SMALL.counters) },
		hours: { type: "string", default: String(SMALL.hours) },
		halls: { type: "string", default: String(SMALL.halls) },
		visitors: { type: "string", default: String(SMALL.visitors) },
		sheets: { type: "string", default: String(SMALL.sheetsPerDay) },
		faults: { type: "string" },
		only: { type: "string" },
		processes: { type: "string", default: String(Math.min(2, availableParallelism())) },
		real: { type: "string", default: "50" },
		fridays: { type: "boolean", default: false },
		table: { type: "boolean", default: false },
	},
});

const [from = 1, to = from] = values.seeds.split("..").map(Number);
const scenarios = Array.from({ length: to - from + 1 }, (_, n) => asked(from + n));
const begun = performance.now();
const total = newTotal();
if (values.table) await inThisProcess();
else {
	await inProcesses(Math.min(Number(values.processes), scenarios.length));
	await besideReal(scenarios.filter(({ seed }) => seed % Number(values.real) === 0));
}
process.exitCode = total.findings > 0 ? 1 : 0;

async function inProcesses(processes: number): Promise<void> {
	const pool = await seedPool(processes);
	await pool.play(scenarios, ({ played, failure }) => {
		addTo(total, played);
		if (failure !== undefined) console.log(failure);
	});
	await pool.end();
	console.log(summary(total, { wall: (performance.now() - begun) / 1000, cpu: pool.cpu() }));
}

/** The same scenarios with the real services asked beside the model. */
async function besideReal(chosen: readonly Scenario[]): Promise<void> {
	if (chosen.length === 0) return;
	// Only where it is needed: the real services take longer to be read than a seed to be played.
	const { playReal } = await import("./real/play-real");
	await playReal(chosen, ({ played, calls, records, checkins }, { seed }) => {
		const { finding, passages } = played;
		const isWhole = finding !== undefined || checkins === passages;
		if (finding !== undefined || !isWhole) total.findings++;
		const same = isWhole ? "the same" : `${passages} passages in the model`;
		const came = finding === undefined ? same : `${finding.rule}: ${finding.text}`;
		console.log(`seed ${seed} on PostgreSQL: ${calls} calls, ${records} records, ${checkins} passages: ${came}`);
	});
}

async function inThisProcess(): Promise<void> {
	const { runSeed } = await import("./run/run-seed");
	for (const scenario of scenarios) {
		const played = await runSeed(scenario, { keepTrace: true });
		addTo(total, played);
		const { finding, lines, hash } = played;
		console.log(table(lines, finding?.about ?? [""]).join("\n"));
		console.log(`${finding === undefined ? "holds" : `${finding.rule}: ${finding.text}`}\nhash ${hash}`);
	}
	const { user, system } = process.cpuUsage();
	console.log(summary(total, { wall: (performance.now() - begun) / 1000, cpu: (user + system) / 1e6 }));
}

function asked(seed: number): Scenario {
	const { counters, halls, visitors, hours, sheets, faults, only } = values;
	const size = {
		counters: Number(counters),
		halls: Number(halls),
		visitors: Number(visitors),
		hours: Number(hours),
		sheetsPerDay: Number(sheets),
	};
	const drawn = scenarioOf(seed, size);
	return {
		...drawn,
		outages: values.fridays ? FRIDAYS : undefined,
		only: only?.split(",").map(Number),
		faults: faults === undefined ? drawn.faults : kept(drawn, faults),
	};
}

/** Those that are named, as often as the seed has them; where it has none, always. */
function kept({ faults }: Scenario, names: string): Scenario["faults"] {
	const wanted = names.split(",");
	return Object.fromEntries(FAULTS.map((fault) => [fault, wanted.includes(fault) ? faults[fault] || 1 : 0])) as Record<
		Fault,
		number
	>;
}
