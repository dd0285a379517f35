/** All devices of a fleet at work, and what they were told. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Evidence } from "./compare";
import { type Issuing, startCounter } from "./counters";
import { type StartedDoor, startDoor } from "./doors";
import type { Fleet } from "./fleet";
import { type Answers, beginSilence, type Ledger, openLedger, silenceOf } from "./ledger";

export type Crowd = {
	readonly records: Omit<Evidence, "stored">;
	readonly events: Omit<Evidence, "stored">;
	readonly progress: () => string;
	/** How many acts and check-ins there are. */
	readonly made: () => number;
	/** Until devices were told `times` more that something is stored, or so many milliseconds have passed. */
	readonly untilTold: (times: number, atMost: number) => Promise<void>;
	/** From now on the longest time without registration is counted; answers it, in milliseconds, whenever it is asked. */
	readonly watchSilence: () => () => number;
	/** Nothing new is made; resolves when nothing waits, or when the longest back-off has passed twice. */
	readonly drain: () => Promise<void>;
	/** Who else works in this run may count theirs here too. */
	readonly answers: Answers;
	/** Sentences on what should not have been answered, and on doors that did not hear of everything. */
	readonly faults: () => readonly string[];
};

/** Who works, and where. */
type Devices = Pick<Fleet, "origin" | "counters" | "doors">;

/** The longest wait of a device whose portal was away is two minutes (lib/outbox/backoff.ts). */
const DRAIN_MS = 300_000;

export type Pace = Issuing & {
	/** Milliseconds from one act of a device to its next, at most. */
	readonly pause: number;
	/** Nobody dies in this run: every call is answered, and by 503 only with a time to come back. */
	readonly smooth?: boolean;
};

export function startCrowd(fleet: Devices, { pause, smooth = false, ...issuing }: Pace): Crowd {
	const { origin } = fleet;
	const [records, events] = [openLedger(), openLedger()];
	const answers: Answers = new Map();
	const counters = fleet.counters.map((each) =>
		startCounter(each, { origin, ledger: records, answers, pause }, issuing),
	);
	const doors = fleet.doors.map((each) => startDoor(each, { origin, ledger: events, answers, pause }));
	const devices = [...counters, ...doors];
	let deaf = 0;
	const isDrained = async () => {
		deaf = await unheard(doors, events);
		return deaf === 0 && [records, events].every(({ made, acknowledged }) => acknowledged.size >= made.length);
	};
	return {
		records,
		events,
		progress: () =>
			`records ${records.acknowledged.size} of ${records.made.length}, check-ins ${events.acknowledged.size} of ${events.made.length}`,
		watchSilence: () => {
			beginSilence(records);
			return () => silenceOf(records);
		},
		made: () => records.made.length + events.made.length,
		untilTold: async (times, atMost) => {
			const told = () => records.told.count + events.told.count;
			const wanted = told() + times;
			const end = performance.now() + atMost;
			while (told() < wanted && performance.now() < end) await sleep(5);
		},
		drain: async () => {
			for (const device of devices) device.rest();
			await Promise.all(devices.map((device) => device.hint()));
			const end = performance.now() + DRAIN_MS;
			while (!(await isDrained()) && performance.now() < end) await sleep(250);
			await Promise.all(devices.map((device) => device.stop()));
		},
		answers,
		faults: () => [
			...[...records.refused, ...events.refused].map(([key, reason]) => `${key} was refused: ${reason}`),
			...[...answers].filter(([kind]) => isFault(kind, smooth)).flatMap(named),
			...(deaf > 0 ? [`${deaf} doors did not hear of every check-in`] : []),
		],
	};
}

/** A living portal says when to come back; 502 and 504 are the balancer's, of an instance that died in its work. */
function isFault(kind: string, smooth: boolean): boolean {
	return !(smooth ? /^(20[014]|304|429|503)$/ : /^(200|401|429|502|503|504|no answer .*)$/).test(kind);
}

function named([kind, routes]: readonly [string, ReadonlyMap<string, number>]): readonly string[] {
	return [...routes].map(([route, count]) => `${route} was answered ${kind}: ${count} times`);
}

/** How many doors do not know every event of their assignment. */
async function unheard(doors: readonly StartedDoor[], { made }: Ledger): Promise<number> {
	const heard = await Promise.all(doors.map((door) => door.heard()));
	return heard.filter((count) => count !== made.length).length;
}
