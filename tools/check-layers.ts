/**
 * `npm run layers`: checks the import rules of .dependency-cruiser.cjs, that each of them catches its planted violation,
 * and that there was something to check.
 *
 * A cruise that finds no module reports "no violations" (a compiler it cannot use is enough for that), so an empty
 * cruise is a failure here. The only argument is a folder; it defaults to the project's.
 */
import path from "node:path";
import { ROOT } from "../scripts/bootstrap/project.mjs";
import { generateClient } from "../server/build/build";
import { checkLayers } from "./cruise";
import { checkPlanted } from "./planted-violations";

/** Whether every rule holds in the folder. */
async function rulesHold(folder: string): Promise<boolean> {
	const { totalCruised, rules, violations } = await checkLayers(folder);
	for (const { rule, from, to } of violations) console.error(`${rule}: ${from} → ${to}`);
	if (totalCruised === 0) console.error("no module was cruised: the layer rules were not checked");
	console.log(`layers: ${rules} rules, ${totalCruised} modules, ${violations.length} violations`);
	return totalCruised > 0 && violations.length === 0;
}

/** Whether the rules catch what they are for. */
async function rulesCatch(): Promise<boolean> {
	const { caught, missed, wronglyReported } = await checkPlanted();
	for (const rule of missed) console.error(`${rule}: its planted violation was not reported`);
	for (const report of wronglyReported) console.error(`${report} was reported, and breaks nothing`);
	console.log(`layers: ${caught.length} of ${caught.length + missed.length} planted violations caught`);
	return missed.length === 0 && wronglyReported.length === 0;
}

const [given] = process.argv.slice(2);
// On a fresh clone the database client is not there, and imports of it would lead nowhere.
if (given === undefined) await generateClient();
const hold = await rulesHold(path.resolve(given ?? ROOT));
if (!(hold && (given !== undefined || (await rulesCatch())))) process.exitCode = 1;
