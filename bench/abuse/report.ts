/** What the bench prints of each attack, and the limits that it holds the portal to. */

import type { Met } from "./genuine";
import { isAnswered, ofStrangers, type Phase } from "./phase";
import { networks } from "./target";

/** Fewer are the first look-ups of each network and nothing else: they say nothing of a flood. */
const FEW = 1_000;
const LIMITS = { p99: 500, perRequest: 1 / 20, logBytes: 1_000_000 };

export function printPhase(phase: Phase, quiet: Phase): void {
	const { name, made, met, calm, logBytes, peak, load } = phase;
	const answered = Object.entries(made.answered).map(([status, count]) => `${count} × ${status}`);
	const strangers =
		made.requests === 0
			? []
			: [`  strangers: ${made.requests} requests over ${made.sockets} sockets: ${answered.join(", ")}`];
	const ratio = quantile(met, 0.99) / quantile(calm, 0.99);
	const refused = met.filter((one) => !isAnswered(one));
	const whom = [...new Set(refused.map(({ who, status }) => `${who}: ${status}`))].join(", ");
	console.log(
		[
			`${name} (load ${load.toFixed(1)})`,
			...strangers,
			`  genuine: ${met.length - refused.length} of ${met.length} answered${whom === "" ? "" : ` (${whom})`}; ` +
				`p50 ${ms(met, 0.5)}, p99 ${ms(met, 0.99)}; right after: p50 ${ms(calm, 0.5)}, p99 ${ms(calm, 0.99)} ` +
				`(times ${ratio.toFixed(1)})`,
			`  transactions: ${phase.transactions}, of strangers ${ofStrangers(phase, quiet)}; ` +
				`log ${logBytes} B; portal: ${(phase.processorMs / 1_000).toFixed(1)} s of processor, at most ${peak} MB`,
		].join("\n"),
	);
}

/** Says what was missed; true when nothing was. */
export function judge(phases: readonly Phase[], quiet: Phase): boolean {
	const requests = sum(phases.map(({ made }) => made.requests));
	const caused = sum(phases.map((phase) => ofStrangers(phase, quiet)));
	const logBytes = sum(phases.map((phase) => phase.logBytes));
	const worst = Math.max(...phases.map(({ met }) => quantile(met, 0.99)));
	const machine = quantile(quiet.met, 0.99);
	if (machine > LIMITS.p99)
		console.log(`\nwithout an attack p99 was ${machine.toFixed(0)} ms: the machine is too busy to judge waiting times`);
	const missed = [
		...phases.flatMap((phase) => missedBy(phase, quiet)),
		...(caused > requests * LIMITS.perRequest ? ["transactions of all strangers"] : []),
		...(logBytes > LIMITS.logBytes ? ["the log"] : []),
	];
	console.log(
		`\n${caused} transactions for ${requests} requests of strangers: 1 in ${oneIn(requests, caused)} (at most 1 in 20); ` +
			`log ${logBytes} B (at most ${LIMITS.logBytes}); worst p99 ${worst.toFixed(0)} ms (at most ${LIMITS.p99})`,
	);
	console.log(missed.length === 0 ? "every limit was held" : `missed: ${missed.join("; ")}`);
	return missed.length === 0;
}

function missedBy(phase: Phase, quiet: Phase): readonly string[] {
	const { name, made, met } = phase;
	const caused = ofStrangers(phase, quiet);
	return [
		...(quantile(met, 0.99) > LIMITS.p99 ? [`p99 during ${name}`] : []),
		...(made.sockets === networks.length && made.requests < FEW ? [`${name}: only ${made.requests} requests`] : []),
		...(met.every(isAnswered) ? [] : [`genuine callers refused during ${name}`]),
		...(caused > made.requests * LIMITS.perRequest
			? [`transactions of ${name}: 1 in ${oneIn(made.requests, caused)}`]
			: []),
	];
}

const oneIn = (requests: number, caused: number) => (requests / Math.max(1, caused)).toFixed(0);
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const ms = (met: readonly Met[], share: number) => `${quantile(met, share).toFixed(0)} ms`;

function quantile(met: readonly Met[], share: number): number {
	const sorted = met.map((one) => one.ms).sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
