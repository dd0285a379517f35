import { verifyPass } from "@/lib/verify/verify-pass";
import type { FuzzInput } from "./inputs";
import type { Specimens } from "./specimens";

/** What must not happen (spec V-1, V-4), seen with one input. */
export type Finding = "throws" | "slow" | "forged" | "pollutes" | "talks";

export type Trial = { readonly finding: Finding | undefined; readonly outcome: string };
export type TimedTrial = Trial & { readonly milliseconds: number };

/** Spec V-1. */
const TIME_LIMIT = 100;

const REASON = /^[a-z0-9_]+$/;

export async function tryInput(input: FuzzInput, specimens: Specimens): Promise<TimedTrial> {
	const first = await timed(input, specimens);
	if (first.finding !== "slow") return first;
	// A collection of garbage can fall on any input; one that is slow is slow each time.
	for (let i = 0; i < 4; i++) {
		const again = await timed(input, specimens);
		if (again.finding !== "slow") return again;
	}
	return first;
}

async function timed(input: FuzzInput, specimens: Specimens): Promise<TimedTrial> {
	const [start, cpu] = [performance.now(), process.cpuUsage()];
	const trial = await examine(input, specimens);
	// Of the two the smaller: a busy machine makes everything late, and only what computes is slow.
	const { user, system } = process.cpuUsage(cpu);
	const milliseconds = Math.min(performance.now() - start, (user + system) / 1000);
	const slow = trial.finding === undefined && milliseconds > TIME_LIMIT;
	return { ...trial, finding: slow ? "slow" : trial.finding, milliseconds };
}

/** Everything but the time it takes. */
export async function examine(
	{ text, signed }: FuzzInput,
	{ trust, now, ids }: Pick<Specimens, "trust" | "now" | "ids">,
): Promise<Trial> {
	try {
		const verdict = await verifyPass(text, trust, { now });
		const outcome = `${verdict.outcome} ${verdict.reason ?? ""}`.trim();
		const genuine = verdict.outcome !== "accepted" || signed || ids.has(verdict.pass.id);
		if (!genuine) return { finding: "forged", outcome };
		if (Object.hasOwn(Object.prototype, "polluted")) return { finding: "pollutes", outcome };
		const quiet = [verdict.reason ?? "none", ...verdict.warnings].every((code) => REASON.test(code));
		return { finding: quiet ? undefined : "talks", outcome };
	} catch (cause) {
		return { finding: "throws", outcome: cause instanceof Error ? cause.name : typeof cause };
	}
}
