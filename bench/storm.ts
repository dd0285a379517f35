/**
 * `npm run bench:storm`: every counter of the country comes back at once. Beside it, in the same run: the bare work
 * (./storm/floor.ts), and the same portal with one record a request.
 *
 *   npm run bench:storm -- [--devices N] [--records N] [--stored N] [--rounds N]
 *
 * `--devices 12000 --records 11 --stored 1500000 --rounds 5` is the country; without arguments, a small town. One run comes
 * before anything is stored, and is what the others are compared with. The window within which all come back is as long as the real one for as many devices, so that as many a second come.
 */
import { parseArgs } from "node:util";
import { storeBallast } from "./storm/ballast";
import { bareFloor } from "./storm/floor";
import { visitCost } from "./storm/people";
import { printStorm } from "./storm/report";
import { type QueuedRound, runStorm, SECONDS_PER_DEVICE, type StormRound } from "./storm/round";
import { openStage } from "./storm/stage";

const { values } = parseArgs({
	options: {
		devices: { type: "string", default: "500" },
		records: { type: "string", default: "11" },
		stored: { type: "string", default: "20000" },
		rounds: { type: "string", default: "3" },
	},
});
const devices = Number(values.devices);
const records = Number(values.records);

const stored = Number(values.stored);

const stage = await openStage({ devices });
const some = stage.counters.slice(0, Math.ceil(devices / 5));
try {
	// Not counted: until modules are loaded and the compiler has settled.
	await runStorm(stage, { counters: stage.counters.slice(0, 60), records, batch: 11 });
	const empty = await runQueued();
	await storeBallast(stage, stored);
	const rounds: StormRound[] = [];
	for (let round = 0; round < Number(values.rounds); round++) rounds.push(await runRound());
	const size = { devices, stored, window: devices * SECONDS_PER_DEVICE };
	if (!printStorm(rounds, { empty, size })) process.exitCode = 1;
} finally {
	await stage.close();
}

/** As counters queue them, with the bare work beside it. */
async function runQueued(): Promise<QueuedRound> {
	const queued = await runStorm(stage, { counters: stage.counters, records, batch: 11 });
	const visit = await visitCost(stage, queued.opened);
	return { queued, visit, floor: { queued: await bareFloor(stage, some, 11) } };
}

async function runRound(): Promise<StormRound> {
	const { queued, visit, floor } = await runQueued();
	const hundredth = stage.counters.slice(0, Math.max(1, Math.ceil((devices * records) / 100 / 3)));
	const full = await runStorm(stage, { counters: hundredth, records: 100, batch: 100 });
	const fullFloor = await bareFloor(stage, some, 100);
	const naive = await runStorm(stage, { counters: some, records, batch: 1 });
	return { queued, full, naive, visit, floor: { ...floor, full: fullFloor } };
}
