/**
 * `npm run chaos:portal [-- --kills N --seed S]`: two instances behind a real HAProxy on one PostgreSQL. Counters and doors
 * work, each with the client's own outbox and back-off, while instances and the database's first process are killed at
 * random moments (SIGKILL) and started again.
 *
 * In the end everything is calm and the devices empty what waits; then what they were told is stored is compared, byte for
 * byte, with what is. The last line is what came of it; status 0 only if nothing was lost, doubled or left behind.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { freePort } from "../../server/port";
import { missingBalancer } from "../fleet/balancer";
import { command } from "../fleet/command";
import { type Crowd, startCrowd } from "../fleet/crowd";
import { openFleet } from "../fleet/fleet";
import { judge } from "../fleet/judge";
import type { Programs } from "../fleet/programs";
import { type Kill, planOf, VICTIMS, type Victim } from "./plan";
import { type Mortal, mortalDatabase, mortalInstance } from "./victims";

const { values } = parseArgs({ options: { kills: { type: "string" }, seed: { type: "string" } } });
const kills = Number(values.kills ?? 50);
const seed = Number(values.seed ?? 1);
if (!Number.isSafeInteger(kills) || kills < 0 || !Number.isSafeInteger(seed)) throw new Error("--kills N --seed S");
const plan = planOf(seed, kills);

const COUNTERS = 60;
const DOORS = 6;
/** After several kills in a row all devices may be waiting. */
const WORK_MS = 30_000;

const started = performance.now();
const seconds = () => Math.round((performance.now() - started) / 1000);
const say = (text: string) => console.log(`[${String(seconds()).padStart(4)} s] ${text}`);

type Mortals = Readonly<Record<Victim, Mortal>>;

async function chaos(mortals: Mortals, crowd: Crowd): Promise<void> {
	for (const [i, kill] of plan.entries()) {
		for (const victim of kill.victims) await mortals[victim].alive();
		await crowd.untilTold(kill.work, WORK_MS);
		await strike(mortals, kill);
		if ((i + 1) % 10 === 0) say(`${i + 1} kills; ${crowd.progress()}`);
	}
}

async function strike(mortals: Mortals, { victims, pause, down }: Kill): Promise<void> {
	await sleep(pause);
	await Promise.all(victims.map((victim) => mortals[victim].strike(down)));
}

async function run(programs: Programs): Promise<boolean> {
	const database = await mortalDatabase(await programs.folder("relais-chaos-"), await freePort());
	try {
		const fleet = await openFleet(programs, { databaseUrl: database.url, counters: COUNTERS, doors: DOORS });
		try {
			const crowd = startCrowd(fleet, { pause: 8_000 });
			await sleep(3_000);
			const [one, two] = fleet.instances;
			const mortals = { "instance 1": mortalInstance(one), "instance 2": mortalInstance(two), database };
			await chaos(mortals, crowd);
			await Promise.all(VICTIMS.map((victim) => mortals[victim].alive()));
			say(`calm: the devices empty what waits; ${crowd.progress()}`);
			await crowd.drain();
			const struck = VICTIMS.map((name) => `${name} ${plan.filter(({ victims }) => victims.includes(name)).length}`);
			console.log(`seed ${seed}, ${kills} kills: ${struck.join(", ")}; ${seconds()} s`);
			return await judge(fleet, crowd);
		} finally {
			await fleet.close();
		}
	} finally {
		await database.destroy();
	}
}

await command(missingBalancer(), run);
