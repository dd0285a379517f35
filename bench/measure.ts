/**
 * Times verdicts against the bare WebCrypto work of the same texts, in the process or page that calls it.
 *
 * Three runners take turns in short rounds, one verdict at a time: each round gives ratios of neighbours in time, and
 * the median of the ratios counts, so that other work on the machine weighs on all alike. Who begins changes from round
 * to round, since a runner also pays for what the one before it left to be cleared away.
 */

import type { PassFormat } from "@/lib/shared/pass-format";
import type { Trust } from "@/lib/trust/trust";
import type { PolicyChoice } from "@/lib/verify/verifier-policy";
import { verifyPass } from "@/lib/verify/verify-pass";
import { bareCheck } from "./bare-work";
import type { BenchWorld } from "./world";

/** Rounds until the compiler has settled. */
const WARM_UP = 150;
const ROUNDS = 90;

/**
 * `verdict`: everything, with the policy in force. `decision`: up to signature, trust and revocation, under no policy.
 * `bare`: WebCrypto only.
 */
type Runner = "verdict" | "decision" | "bare";
const RUNNERS: readonly Runner[] = ["verdict", "decision", "bare"];

export type Measured = {
	readonly format: PassFormat;
	readonly perSecond: Readonly<Record<Runner, number>>;
	/** By the clock, times the bare work. */
	readonly ratio: Readonly<Record<"verdict" | "decision", number>>;
	/** The same by the processor time of all threads, where it can be told. */
	readonly processor: Readonly<Record<"verdict" | "decision", number>> | undefined;
};

/** Milliseconds. */
type Cost = { readonly clock: number; readonly processor: number };
type Round = Readonly<Record<Runner, Cost>>;

type Meter = () => number;

/** `processorTime`: milliseconds spent by all threads so far. */
export async function measureFormat(
	format: PassFormat,
	{ texts, now }: BenchWorld,
	{ trust, processorTime }: { readonly trust: Trust; readonly processorTime?: Meter },
): Promise<Measured> {
	const checks = await Promise.all(texts[format].map((text) => bareCheck(format, text, trust)));
	const judge = (policy: PolicyChoice) => async () => {
		for (const text of texts[format]) {
			const { outcome, reason } = await verifyPass(text, trust, { now, policy });
			if (outcome !== "accepted") throw new Error(`a genuine pass was not accepted: ${reason}`);
		}
	};
	const work: Readonly<Record<Runner, () => Promise<void>>> = {
		verdict: judge("default"),
		decision: judge("none"),
		bare: async () => {
			for (const check of checks) if (!(await check())) throw new Error("a genuine signature did not verify");
		},
	};
	const rounds: Round[] = [];
	for (let round = -WARM_UP; round < ROUNDS; round++) {
		const costs = await runRound(work, Math.abs(round), processorTime);
		if (round >= 0) rounds.push(costs);
	}
	return summarise(format, rounds, { texts: texts[format].length, processor: processorTime !== undefined });
}

async function runRound(
	work: Readonly<Record<Runner, () => Promise<void>>>,
	round: number,
	processorTime: Meter = () => 0,
): Promise<Round> {
	const costs: Partial<Record<Runner, Cost>> = {};
	for (let turn = 0; turn < RUNNERS.length; turn++) {
		const runner = RUNNERS[(round + turn) % RUNNERS.length] as Runner;
		const start = performance.now();
		const before = processorTime();
		await work[runner]();
		costs[runner] = { clock: performance.now() - start, processor: processorTime() - before };
	}
	return costs as Round;
}

function summarise(
	format: PassFormat,
	rounds: readonly Round[],
	{ texts, processor }: { readonly texts: number; readonly processor: boolean },
): Measured {
	const perSecond = (runner: Runner) => (texts * 1000) / median(rounds.map((round) => round[runner].clock));
	const ratio = (runner: Runner, by: keyof Cost) => median(rounds.map((round) => round[runner][by] / round.bare[by]));
	const ratios = (by: keyof Cost) => ({ verdict: ratio("verdict", by), decision: ratio("decision", by) });
	return {
		format,
		perSecond: { verdict: perSecond("verdict"), decision: perSecond("decision"), bare: perSecond("bare") },
		ratio: ratios("clock"),
		processor: processor ? ratios("processor") : undefined,
	};
}

export function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
