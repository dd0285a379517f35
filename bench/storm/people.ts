/** People who use the portal meanwhile: holders who open their pass. */
import { setTimeout as sleep } from "node:timers/promises";
import { PATHS } from "@/lib/protocol/paths";
import type { RecordInput } from "@/lib/protocol/records";
import { post } from "./call";
import { type Cost, costSince } from "./processor-time";
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
export function holders(stage: Stage, records: readonly RecordInput[]): People {
	const times: number[] = [];
	let turnedAway = 0;
	let going = true;
	async function come(): Promise<void> {
		const opened: Promise<void>[] = [];
		for (const record of inTurn(records)) {
			if (!going) break;
			const begun = performance.now();
			const opening = openLink(stage, record, opened.length).then((isOpen) => {
				if (!isOpen) turnedAway += 1;
				times.push(performance.now() - begun);
			});
			opened.push(opening);
			await sleep(1_000 / RATE);
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

/** Milliseconds of processor time for each opening, one after the other, while nobody drains. */
export async function openingCost(stage: Stage, records: readonly RecordInput[]): Promise<Cost> {
	await sleep(QUIET_MS);
	const cost = costSince(stage);
	const until = performance.now() + ALONE_MS;
	let opened = 0;
	for (const record of inTurn(records)) {
		if (performance.now() >= until) break;
		await openLink(stage, record, opened++);
	}
	return cost(opened);
}

function* inTurn(records: readonly RecordInput[]): Iterable<RecordInput> {
	while (records.length > 0) yield* records;
}

/** Each from a network of its own. False: sent away. */
async function openLink({ origin }: Stage, { holderToken: token, stripNumber }: RecordInput, from: number) {
	const headers = { origin, "x-forwarded-for": `10.${(from >> 8) & 255}.${from & 255}.7` };
	const answer = await post(origin + PATHS.openPass, JSON.stringify({ token, stripNumber }), headers);
	return answer.status === 200;
}
