import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { failure } from "./run/report";
import { type Played, runSeed } from "./run/run-seed";
import { shrink } from "./run/shrink";
import { type Scenario, SMALL, scenarioOf } from "./scenario";

/** Only a hang ends here: how long it takes depends on what else its machine does. */
const LONGEST = 900_000;

/** The first seeds of `npm run simulate`, always the same. */
const SEEDS = 200;

/** Gates have most of the events: one seed in eight has some. */
const COUNTERS = { ...SMALL, halls: 0 };
const WITH_A_HALL = { ...SMALL, counters: 1, visitors: 12 };

/** Undefined when everything held; else what broke, made small, with the command that plays it again. */
async function told(scenario: Scenario, played: Played): Promise<string | undefined> {
	return played.finding === undefined ? undefined : failure(await shrink(scenario, played));
}

describe("a country of counters and gates under every fault", () => {
	it(
		"[OB-1] [OB-3] [DL-3] [SH-2] [SH-3] [OL-7] [CI-1] [CI-6] [CI-13] loses nothing, doubles nothing and comes right within the bound",
		async () => {
			const records: number[] = [];
			for (let seed = 1; seed <= SEEDS; seed++) {
				const scenario = scenarioOf(seed, seed % 8 === 0 ? WITH_A_HALL : COUNTERS);
				const played = await runSeed(scenario, { keepTrace: false });
				expect(await told(scenario, played)).toBeUndefined();
				records.push(played.records);
			}
			// Every one of them did something.
			expect(Math.min(...records)).toBeGreaterThan(0);
		},
		LONGEST,
	);

	it("finds a fault that is planted", async () => {
		const scenario = { ...scenarioOf(1), mutant: "show_before_write" } as const;
		const played = await runSeed(scenario, { keepTrace: false });
		expect(played.finding?.rule).toBe("shown only once it is on the disk");
		const small = await told(scenario, played);
		expect(small).toMatch(/npm run simulate -- --seeds 1 .*--faults/);
		expect(small).toMatch(/counter \d+ +signs /);
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
