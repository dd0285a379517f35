/** Plays one seed from the beginning to the end of its calm. */
import { DAY, HOUR, MINUTE } from "@/lib/shared/numeric-date";
import { authority } from "../authority/authority";
import { newCounter } from "../counter/counter";
import { comeRight, profileFaults } from "../counter/profile-faults";
import { staff } from "../counter/staff";
import { rightClock } from "../device/clock-faults";
import { openDoor } from "../door/door";
import { newHall } from "../door/hall";
import { cryptoAtOnce } from "../engine/platform-crypto";
import { type Finding, type Simulation, simulation } from "../engine/simulation";
import type { TraceLine } from "../engine/trace";
import { watchDrain } from "../oracle/calm";
import { judgeForgotten } from "../oracle/judge-forgotten";
import { judgeHolders } from "../oracle/judge-holders";
import { judgeShared } from "../oracle/judge-shared";
import { ledger } from "../oracle/ledger";
import { watchDisks } from "../oracle/watch-disks";
import { judgeHalls } from "../oracle/watch-halls";
import { judgeTrust } from "../oracle/watch-trust";
import type { PortalShadow } from "../portal/portal-data";
import { portalModel } from "../portal/portal-model";
import type { Scenario } from "../scenario";
import { type Counts, worldOf } from "../world";

/** 2021-08-09T00:00:00Z, the day on which passes were asked for at the doors of cafés. */
export const BEGIN = Date.UTC(2021, 7, 9);

export type Played = {
	readonly finding: Finding | undefined;
	readonly hash: string;
	readonly lines: readonly TraceLine[];
	readonly deviceDays: number;
	readonly records: number;
	/** Written at gates and on trains. */
	readonly passages: number;
	/** Papers that were shown. */
	readonly shown: number;
	readonly counts: Counts;
	readonly excused: number;
	readonly reused: number;
	/** Seconds of the calm until the last queue was empty. */
	readonly worstDrain: number;
	/** Requests that the portal answered, for each record. */
	readonly requestsPerRecord: number;
};

/** Longer than any wait that a living portal can cause (../oracle/calm.ts says which). */
const CALM = 20 * MINUTE;

/** `shadow`: hears of all that the model of the portal does. */
type Options = { readonly keepTrace: boolean; readonly shadow?: (sim: Simulation) => PortalShadow };

export async function runSeed(scenario: Scenario, options: Options): Promise<Played> {
	cryptoAtOnce();
	const sim = simulation(scenario.seed, BEGIN, options);
	const counts: Counts = new Map();
	const papers = ledger(sim);
	let calm = false;
	const world = worldOf(sim, scenario, { ledger: papers, counts, calm: () => calm, shadow: options.shadow?.(sim) });
	const portal = portalModel(world);
	const services = { portal, authority: authority(world, portal.data) };
	const numbers = Array.from({ length: scenario.counters }, (_, n) => n + 1);
	const played = numbers.filter((number) => scenario.only?.includes(number) ?? true);
	const counters = played.map((number) => newCounter(world, portal, number));
	for (const counter of [...counters]) {
		staff(counter);
		profileFaults(counter, { portal, join: (copy) => counters.push(copy) });
	}
	const halls = Array.from({ length: scenario.halls }, (_, n) => newHall(world, services, n + 1));
	watchDisks(world, counters);
	await sim.run(BEGIN + scenario.hours * HOUR * 1000);
	calm = true;
	const end = sim.time();
	sim.note("everybody", "calm");
	for (const counter of counters) comeRight(counter);
	for (const door of halls.flatMap(({ doors }) => doors)) {
		rightClock(door);
		door.full = false;
		openDoor(door).background.hint();
	}
	for (const { comeOnceMore } of world.holders.values()) comeOnceMore();
	const drain = watchDrain(world, counters);
	await sim.run(end + CALM * 1000);
	drain.judge();
	await judgeHalls(world, halls, portal.data);
	judgeForgotten(world, halls);
	judgeHolders(world);
	judgeShared(world, counters, portal.data);
	await judgeTrust(
		world,
		halls.flatMap(({ doors }) => doors),
		services.authority,
	);
	const days = (scenario.hours * HOUR + CALM) / DAY;
	return {
		finding: sim.finding(),
		hash: sim.trace.hash(),
		lines: sim.trace.lines,
		deviceDays: (counters.length + halls.flatMap(({ doors }) => doors).length) * days,
		records: papers.counts.committed,
		passages: [...portal.data.places.values()].reduce((sum, { ids }) => sum + ids.size, 0),
		shown: papers.counts.shown,
		counts,
		excused: papers.counts.excused,
		reused: papers.counts.reused,
		worstDrain: drain.worst(),
		requestsPerRecord: portal.answered() / Math.max(1, papers.counts.committed),
	};
}
