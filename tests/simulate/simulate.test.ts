import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { failure } from "./run/report";
import { type Played, runSeed } from "./run/run-seed";
import { shrink } from "./run/shrink";
import { type Scenario, scenarioOf } from "./scenario";

/** The first seeds of `npm run simulate`, always the same. */
const SEEDS = 200;

/** Undefined when everything held; else what broke, made small, with the command that plays it again. */
async function told(scenario: Scenario, played: Played): Promise<string | undefined> {
	return played.finding === undefined ? undefined : failure(await shrink(scenario, played));
}

describe("a country of counters under every fault", () => {
	it("[OB-1] [OB-3] [DL-3] loses no record, registers none twice and comes right within the bound", async () => {
		const records: number[] = [];
		for (let seed = 1; seed <= SEEDS; seed++) {
			const scenario = scenarioOf(seed);
			const played = await runSeed(scenario, { keepTrace: false });
			expect(await told(scenario, played)).toBeUndefined();
			records.push(played.records);
		}
		// Every one of them did something.
		expect(Math.min(...records)).toBeGreaterThan(0);
	});

	it("plays the same from the same seed, in another process too", async () => {
		const scenario = scenarioOf(3);
		const here = await runSeed(scenario, { keepTrace: false });
		const args = ["--conditions=react-server", "--import", "tsx", "tests/simulate/main.ts", "--seeds", "3", "--table"];
		const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 26 });
		expect(stdout).toContain(`hash ${here.hash}`);
		expect((await runSeed(scenarioOf(4), { keepTrace: false })).hash).not.toBe(here.hash);
	});
});
