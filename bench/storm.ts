/**
 * `npm run bench:storm`: every counter of the country comes back at once. Beside it, in the same run: the bare work
 * (./storm/floor.ts), and the same portal with one record a request.
 *
 *   npm run bench:storm -- [--devices N] [--records N] [--stored N] [--rounds N]
 *
 * `--devices 12000 --records 11 --stored 1500000 --rounds 5` is the country; without arguments, a small town. In each round a
 * second portal, of which nothing is stored, has the same to register: what a record costs there is what it is compared with.
 * The window within which all come back is as long as the real one for as many devices, so that as many a second come.
 */
import { parseArgs } from "node:util";
import { forgetRecords, storeBallast } from "./storm/ballast";
import { bareFloor } from "./storm/floor";
import { visitCost } from "./storm/people";
import { printStorm } from "./storm/report";
import { type QueuedRound, runStorm, SECONDS_PER_DEVICE, type StormRound } from "./storm/round";
import { type Counter, openStage, type Stage } from "./storm/stage";

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
/** Counters of the run before all others. */
const WARM_UP = 60;

const stage = await openStage({ devices });
const unstored = await openStage({ devices }).catch(async (fault: unknown) => {
	await stage.close();
	throw fault;
});
try {
	// Not counted: until modules are loaded and the compiler has settled.
	for (const each of [stage, unstored]) {
		await runStorm(each, { counters: each.counters.slice(0, WARM_UP), records, batch: 11 });
	}
	await storeBallast(stage, stored);
	const rounds: StormRound[] = [];
	const empty: QueuedRound[] = [];
	for (let round = 0; round < Number(values.rounds); round++) {
		await forgetRecords(unstored);
		empty.push(await runQueued(unstored));
		rounds.push(await runRound(stage));
	}
	const size = { devices, stored, window: devices * SECONDS_PER_DEVICE };
	if (!printStorm(rounds, { empty, size })) process.exitCode = 1;
} finally {
	await unstored.close();
	await stage.close();
}

/** As counters queue them, with the bare work beside it. */
async function runQueued(on: Stage): Promise<QueuedRound> {
	const queued = await runStorm(on, { counters: on.counters, records, batch: 11 });
	const visit = await visitCost(on, queued.opened);
	return { queued, visit, floor: { queued: await bareFloor(on, someOf(on), 11) } };
}

async function runRound(on: Stage): Promise<StormRound> {
	const { queued, visit, floor } = await runQueued(on);
	const hundredth = on.counters.slice(0, Math.max(1, Math.ceil((devices * records) / 100 / 3)));
	const full = await runStorm(on, { counters: hundredth, records: 100, batch: 100 });
	const fullFloor = await bareFloor(on, someOf(on), 100);
	const naive = await runStorm(on, { counters: someOf(on), records, batch: 1 });
	return { queued, full, naive, visit, floor: { ...floor, full: fullFloor } };
}

function someOf({ counters }: Stage): readonly Counter[] {
	return counters.slice(0, Math.ceil(devices / 5));
}
