/**
 * `npm run simulate`: countries of counters, one for each seed, with the faults that the seed draws (docs/simulation.md).
 *
 *   npm run simulate -- --seeds 1..200 [--counters N] [--hours N] [--sheets N] [--faults a,b] [--only 1,2] [--table]
 *
 * A seed that fails is made small and told as a table, with the command that plays it again.
 */
import { parseArgs } from "node:util";
import { addTo, failure, newTotal, summary, table } from "./run/report";
import { runSeed } from "./run/run-seed";
import { shrink } from "./run/shrink";
import { FAULTS, type Fault, type Scenario, SMALL, scenarioOf } from "./scenario";

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
		table: { type: "boolean", default: false },
	},
});

const [from = 1, to = from] = values.seeds.split("..").map(Number);
const begun = performance.now();
const total = newTotal();
for (let seed = from; seed <= to; seed++) {
	const scenario = asked(seed);
	const played = await runSeed(scenario, { keepTrace: values.table });
	addTo(total, played);
	if (values.table) console.log(table(played.lines, [""]).join("\n"), `\nhash ${played.hash}`);
	if (played.finding !== undefined) console.log(failure(await shrink(scenario, played)));
}
const { user, system } = process.cpuUsage();
console.log(summary(total, { wall: (performance.now() - begun) / 1000, cpu: (user + system) / 1e6 }));
process.exitCode = total.findings > 0 ? 1 : 0;

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
