/** Who uses the portal meanwhile, at a steady pace: holders, doors, new devices, the authority. */
import { setTimeout as sleep } from "node:timers/promises";
import type { RecordInput } from "@/lib/protocol/records";
import { type Cost, costSince } from "./processor-time";
import { settle } from "./settle";
import type { Stage } from "./stage";
import { enrols, handsIn, looksAtConsole, opensPass, type Visit } from "./visits";

/** Visits a second. */
const RATES = { "holders' pages": 25, "check-ins of doors": 10, console: 2, enrolment: 1 } as const;
export type Kind = keyof typeof RATES;
export const KINDS = Object.keys(RATES) as readonly Kind[];

export type Met = {
	/** Milliseconds of each answer, sorted. */
	readonly times: Readonly<Record<Kind, readonly number[]>>;
	/** Answers that sent somebody away. */
	readonly turnedAway: number;
};
export type People = { readonly stop: () => Promise<Met> };

/** Of all kinds, sorted. */
export const allTimes = ({ times }: Met): readonly number[] => sorted(KINDS.flatMap((kind) => times[kind]));

/** Holders come for the passes of `records`. */
export async function people(stage: Stage, records: readonly RecordInput[]): Promise<People> {
	const visits: Readonly<Record<Kind, Visit>> = {
		"holders' pages": opensPass(stage, records),
		"check-ins of doors": handsIn(stage),
		console: await looksAtConsole(stage),
		enrolment: enrols(stage),
	};
	const times = Object.fromEntries(KINDS.map((kind) => [kind, [] as number[]])) as Record<Kind, number[]>;
	let turnedAway = 0;
	let going = true;
	async function come(kind: Kind): Promise<void> {
		const under: Promise<void>[] = [];
		for (let n = 0; going; n++) {
			const begun = performance.now();
			const visit = visits[kind](n).then((answered) => {
				if (!answered) turnedAway += 1;
				times[kind].push(performance.now() - begun);
			});
			under.push(visit);
			await sleep(1_000 / RATES[kind]);
		}
		await Promise.all(under);
	}
	const coming = KINDS.map(come);
	return {
		stop: async () => {
			going = false;
			await Promise.all(coming);
			for (const kind of KINDS) sorted(times[kind]);
			return { times, turnedAway };
		},
	};
}

const sorted = (times: number[]) => times.sort((a, b) => a - b);

/** Until what records left to be published is published. */
const QUIET_MS = 12_000;
/** With 1.5 million records, and all devices just back, what the console counts (services/console) falls due once a minute. */
const ALONE_MS = 60_000;

/** Milliseconds of processor time for each visit, while nobody drains. */
export async function visitCost(stage: Stage, records: readonly RecordInput[]): Promise<Cost> {
	await sleep(QUIET_MS);
	await settle(stage);
	const cost = costSince(stage);
	const come = await people(stage, records);
	await sleep(ALONE_MS);
	return cost(allTimes(await come.stop()).length);
}
