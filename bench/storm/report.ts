/** What the storm prints, and the limits that it holds the portal to. */
import { median } from "../measure";
import type { Cost } from "./floor";
import type { Storm, StormRound } from "./round";

/** Times the bare work, node and database together. */
const LIMITS = { queued: 3.5, full: 3 } as const;
/** Answered requests for each record, in batches as they are queued. */
const REQUESTS = 0.3;

type Size = { readonly devices: number; readonly stored: number; readonly window: number };

/** False when a limit is broken. */
export function printStorm(rounds: readonly StormRound[], { devices, stored, window }: Size): boolean {
	console.log(
		`${devices} counters come back within ${window} s, ${stored} records stored before; ` +
			`medians of ${rounds.length} rounds. Milliseconds of processor time for each record.`,
	);
	const rows = (["queued", "full", "naive"] as const).map((name) =>
		rowOf(
			NAMES[name],
			rounds.map((round) => round[name]),
		),
	);
	console.table(Object.fromEntries(rows));
	const floors = (["queued", "full"] as const).map((name) => {
		const floor = middle(rounds.map((round) => round.floor[name]));
		const ratio = median(rounds.map((round) => sum(round[name].cost) / sum(round.floor[name])));
		return [
			NAMES[name],
			{ node: two(floor.node), database: two(floor.database), "portal ÷ bare": two(ratio) },
		] as const;
	});
	console.log("the bare work beside it");
	console.table(Object.fromEntries(floors));
	const all = rounds.flatMap(({ queued, full, naive }) => [queued, full, naive]);
	return judge([
		["nothing acknowledged is lost", all.every(({ lost }) => lost === 0)],
		["nothing is there twice", all.every(({ duplicated }) => duplicated === 0)],
		["everything is acknowledged", all.every(({ drained, records }) => drained.acknowledged.size === records)],
		[`at most ${REQUESTS} requests a record`, requestsOf(rounds.map(({ queued }) => queued)) <= REQUESTS],
		...(["queued", "full"] as const).map(
			(name): Judged => [
				`at most ${LIMITS[name]} × the bare work ${NAMES[name]}`,
				median(rounds.map((round) => sum(round[name].cost) / sum(round.floor[name]))) <= LIMITS[name],
			],
		),
	]);
}

const NAMES = { queued: "in batches of 11", full: "in batches of 100", naive: "one by one" } as const;
type Judged = readonly [what: string, holds: boolean];

function judge(judged: readonly Judged[]): boolean {
	for (const [what, holds] of judged) console.log(`${holds ? "holds " : "BROKEN"} ${what}`);
	return judged.every(([, holds]) => holds);
}

function rowOf(name: string, storms: readonly Storm[]) {
	const of = (value: (storm: Storm) => number) => median(storms.map(value));
	const cost = middle(storms.map((storm) => storm.cost));
	return [
		name,
		{
			acknowledged: of(({ drained }) => drained.acknowledged.size),
			lost: of(({ lost }) => lost),
			twice: of(({ duplicated }) => duplicated),
			"drained s": two(of(({ drained }) => drained.seconds)),
			"a second": Math.round(of(({ records, drained }) => records / drained.seconds)),
			"requests/record": two(requestsOf(storms)),
			node: two(cost.node),
			database: two(cost.database),
			"people p50 ms": Math.round(of(({ interactive }) => quantile(interactive.times, 0.5))),
			"p99 ms": Math.round(of(({ interactive }) => quantile(interactive.times, 0.99))),
			"sent away": of(({ interactive }) => interactive.turnedAway),
			MB: of(({ memory }) => memory),
		},
	] as const;
}

function requestsOf(storms: readonly Storm[]): number {
	return median(storms.map(({ drained, records }) => drained.requests / records));
}

function middle(costs: readonly Cost[]): Cost {
	return { node: median(costs.map(({ node }) => node)), database: median(costs.map(({ database }) => database)) };
}

function sum({ node, database }: Cost): number {
	return node + database;
}

function quantile(sorted: readonly number[], share: number): number {
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function two(value: number): number {
	return Math.round(value * 100) / 100;
}
