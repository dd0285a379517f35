/** What the storm prints, and the limits that it holds the portal to. */
import { median } from "../measure";
import { allTimes, KINDS } from "./people";
import type { Cost } from "./processor-time";
import type { QueuedRound, Storm, StormRound } from "./round";

/** Times the bare work, node and database together. */
const LIMITS = { queued: 3.5, full: 3 } as const;
/** Answered requests for each record, in batches as they are queued. */
const REQUESTS = 0.3;

type Size = { readonly devices: number; readonly stored: number; readonly window: number };

/** Times what the same records cost with nothing stored. */
const GROWTH = 1.2;
const DRAIN_SECONDS = 180;
/** Of the people who use the portal meanwhile. */
const P99_MS = 150;

type Ran = { readonly empty: readonly QueuedRound[]; readonly size: Size };

/** False when a limit is broken. `empty`: the runs on the portal of which nothing is stored. */
export function printStorm(rounds: readonly StormRound[], { empty, size }: Ran): boolean {
	const { devices, stored, window } = size;
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
	printFloors(rounds);
	printGrowth(rounds, { empty, size });
	printPeople(rounds);
	return judge(limitsOf(rounds, empty));
}

function printFloors(rounds: readonly StormRound[]): void {
	const floors = (["queued", "full"] as const).map((name) => {
		const floor = middle(rounds.map((round) => round.floor[name]));
		const withPeople = median(rounds.map((round) => sum(round[name].cost) / sum(round.floor[name])));
		return [
			NAMES[name],
			{
				node: two(floor.node),
				database: two(floor.database),
				"portal ÷ bare": two(ratioOf(rounds, name)),
				"people included": two(withPeople),
			},
		] as const;
	});
	const visit = middle(rounds.map((round) => round.visit));
	console.log(
		"the bare work beside it; the portal's records without the people and doors that came meanwhile, " +
			`for ${two(visit.node)} + ${two(visit.database)} ms a visit while nobody drained`,
	);
	console.table(Object.fromEntries(floors));
}

/** What a record costs where nothing is stored, and where much is. */
function printGrowth(rounds: readonly QueuedRound[], { empty, size }: Ran): void {
	const row = (of: readonly QueuedRound[]) => {
		const cost = middle(of.map(({ queued }) => queued.cost));
		const visit = middle(of.map((round) => round.visit));
		return {
			...{ node: two(cost.node), database: two(cost.database) },
			"a visit": two(sum(visit)),
			"without visits": two(queuedCost(of)),
			"bare work": two(median(of.map(({ floor }) => sum(floor.queued)))),
			"drained s": two(median(of.map(({ queued }) => queued.drained.seconds))),
		};
	};
	console.table({ "nothing stored": row(empty), [`${size.stored} stored`]: row(rounds) });
}

/** While counters drained in batches of 11. */
function printPeople(rounds: readonly StormRound[]): void {
	const met = rounds.map(({ queued }) => queued.interactive);
	const rows = KINDS.map((kind) => {
		const of = (share: number) => Math.round(median(met.map(({ times }) => quantile(times[kind], share))));
		return [
			kind,
			{ visits: median(met.map(({ times }) => times[kind].length)), "p50 ms": of(0.5), "p99 ms": of(0.99) },
		];
	});
	console.table(Object.fromEntries(rows));
}

function limitsOf(rounds: readonly StormRound[], empty: readonly QueuedRound[]): readonly Judged[] {
	const all = [
		...empty.map((round) => round.queued),
		...rounds.flatMap(({ queued, full, naive }) => [queued, full, naive]),
	];
	const queued = rounds.map((round) => round.queued);
	const drained = median(queued.map((storm) => storm.drained.seconds));
	const p99 = median(queued.map(({ interactive }) => quantile(allTimes(interactive), 0.99)));
	const requests = requestsOf(queued);
	const growth = queuedCost(rounds) / queuedCost(empty);
	return [
		["nothing acknowledged is lost", all.every(({ lost }) => lost === 0)],
		["nothing is there twice", all.every(({ duplicated }) => duplicated === 0)],
		["everything is acknowledged", all.every(({ drained, records }) => drained.acknowledged.size === records)],
		[`at most ${DRAIN_SECONDS} s (${two(drained)})`, drained <= DRAIN_SECONDS],
		[`people: p99 at most ${P99_MS} ms (${Math.round(p99)})`, p99 <= P99_MS],
		[`at most ${REQUESTS} requests a record (${two(requests)})`, requests <= REQUESTS],
		...(["queued", "full"] as const).map((name): Judged => {
			const ratio = ratioOf(rounds, name);
			return [`at most ${LIMITS[name]} × the bare work ${NAMES[name]} (${two(ratio)})`, ratio <= LIMITS[name]];
		}),
		[`at most ${GROWTH} × what they cost with nothing stored (${two(growth)})`, growth <= GROWTH],
	];
}

/** Times the bare work that records cost. */
function ratioOf<Name extends "queued" | "full">(rounds: readonly Measured<Name>[], name: Name): number {
	return median(rounds.map((round) => ownCost(round, name) / sum(round.floor[name])));
}

const queuedCost = (rounds: readonly QueuedRound[]) => median(rounds.map((round) => ownCost(round, "queued")));

/** What a record costs without the people who came meanwhile: how many do depends on how long a drain takes. */
function ownCost<Name extends "queued" | "full">(round: Measured<Name>, name: Name): number {
	const { cost, interactive, records } = round[name];
	return sum(cost) - (allTimes(interactive).length * sum(round.visit)) / records;
}

type Measured<Name extends string> = { readonly [Key in Name]: Storm } & {
	readonly floor: { readonly [Key in Name]: Cost };
	readonly visit: Cost;
};

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
			"people p50 ms": Math.round(of(({ interactive }) => quantile(allTimes(interactive), 0.5))),
			"p99 ms": Math.round(of(({ interactive }) => quantile(allTimes(interactive), 0.99))),
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
