/**
 * `npm run simulate:mutants`: faults that somebody might write, planted one after the other. Each has to be found, and
 * how many seeds that took says how well the seeds look.
 *
 *   npm run simulate:mutants [-- --only name,name] [--seeds N]
 */
import { parseArgs } from "node:util";
import { runSeed } from "../run/run-seed";
import { SMALL, scenarioOf } from "../scenario";
import { MUTANTS, type Mutant } from "./planted";

const { values } = parseArgs({ options: { only: { type: "string" }, seeds: { type: "string", default: "200" } } });
const wanted = MUTANTS.filter((mutant) => values.only?.split(",").includes(mutant) ?? true);
const width = Math.max(...wanted.map((mutant) => mutant.length));

let missed = 0;
for (const mutant of wanted) {
	const found = await seedsNeeded(mutant, Number(values.seeds));
	if (found === undefined) missed++;
	console.log(`${mutant.padEnd(width)}  ${found ?? `not found in ${values.seeds} seeds`}`);
}
console.log(`${wanted.length - missed} of ${wanted.length} planted faults found`);
process.exitCode = missed > 0 ? 1 : 0;

async function seedsNeeded(mutant: Mutant, most: number): Promise<string | undefined> {
	for (let seed = 1; seed <= most; seed++) {
		const { finding } = await runSeed({ ...scenarioOf(seed, SMALL), mutant }, { keepTrace: false });
		if (finding !== undefined) return `${seed} ${seed === 1 ? "seed" : "seeds"}: ${finding.rule}`;
	}
	return undefined;
}
