/** `npm run conformance`: one line for each set of public test cases; exit status 1 when a case disagrees. */
import { reasonsOutside, summarise } from "./agreement";
import { conformanceSets } from "./sets";

let disagreed = 0;
for (const { name, run } of conformanceSets) {
	const results = await run();
	console.log(summarise(name, results));
	for (const [reason, count] of reasonsOutside(results ?? [])) console.log(`  outside, ${count}: ${reason}`);
	for (const { id, outcome, detail } of results ?? []) {
		if (outcome !== "disagreed") continue;
		disagreed++;
		console.log(`  ${id}: ${detail}`);
	}
}
process.exitCode = disagreed > 0 ? 1 : 0;
