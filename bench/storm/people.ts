/** People who use the portal meanwhile: holders who open their pass. */
import { setTimeout as sleep } from "node:timers/promises";
import { PATHS } from "@/lib/protocol/paths";
import type { RecordInput } from "@/lib/protocol/records";
import { post } from "./call";
import type { Cost } from "./floor";
import { costSince } from "./processor-time";
import type { Stage } from "./stage";

/** Requests a second. */
const RATE = 25;

export type Met = {
	/** Milliseconds of each answer, sorted. */
	readonly times: readonly number[];
	/** Answers that sent somebody away. */
	readonly turnedAway: number;
};
export type People = { readonly stop: () => Promise<Met> };

/** Opens the links of registered `records` in turn, until it is stopped. */
export function holders({ origin }: Stage, records: readonly RecordInput[], rate = RATE): People {
	const times: number[] = [];
	let turnedAway = 0;
	let going = true;
	async function open({ holderToken: token, stripNumber }: RecordInput, from: number): Promise<void> {
		const begun = performance.now();
		// Each from a network of its own.
		const headers = { origin, "x-forwarded-for": `10.${(from >> 8) & 255}.${from & 255}.7` };
		const answer = await post(origin + PATHS.openPass, JSON.stringify({ token, stripNumber }), headers);
		if (answer.status !== 200) turnedAway += 1;
		times.push(performance.now() - begun);
	}
	async function come(): Promise<void> {
		const opened: Promise<void>[] = [];
		for (let i = 0; going; i = (i + 1) % records.length) {
			const record = records[i];
			if (record !== undefined) opened.push(open(record, opened.length));
			await sleep(1_000 / rate);
		}
		await Promise.all(opened);
	}
	const coming = come();
	return {
		stop: async () => {
			going = false;
			await coming;
			return { times: times.sort((a, b) => a - b), turnedAway };
		},
	};
}

/** Until what records left to be published is published. */
const QUIET_MS = 12_000;
const ALONE_MS = 5_000;
/** As busy as in a storm: who is seldom asked has forgotten much by then. */
const ALONE_RATE = 4 * RATE;

/** Milliseconds of processor time for each opening, while nobody drains. */
export async function openingCost(stage: Stage, records: readonly RecordInput[]): Promise<Cost> {
	await sleep(QUIET_MS);
	const cost = costSince(stage);
	const people = holders(stage, records, ALONE_RATE);
	await sleep(ALONE_MS);
	return cost((await people.stop()).times.length);
}
