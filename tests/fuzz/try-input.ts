import { verifyPass } from "@/lib/verify/verify-pass";
import type { FuzzInput } from "./inputs";
import type { Specimens } from "./specimens";

/** What must not happen (spec V-1, V-4), seen with one input. */
export type Finding = "throws" | "slow" | "forged" | "pollutes" | "talks";

export type Trial = { readonly finding: Finding | undefined; readonly outcome: string; readonly milliseconds: number };

/** Spec V-1. */
const TIME_LIMIT = 100;

const REASON = /^[a-z0-9_]+$/;

export async function tryInput(input: FuzzInput, specimens: Specimens): Promise<Trial> {
	const first = await timed(input, specimens);
	if (first.finding !== "slow") return first;
	// A collection of garbage can fall on any input; one that is slow is slow each time.
	for (let i = 0; i < 4; i++) {
		const again = await timed(input, specimens);
		if (again.finding !== "slow") return again;
	}
	return first;
}

async function timed({ text, signed }: FuzzInput, { trust, now, ids }: Specimens): Promise<Trial> {
	const [start, cpu] = [performance.now(), process.cpuUsage()];
	// Of the two the smaller: a busy machine makes everything late, and only what computes is slow.
	const elapsed = (): number => {
		const { user, system } = process.cpuUsage(cpu);
		return Math.min(performance.now() - start, (user + system) / 1000);
	};
	try {
		const verdict = await verifyPass(text, trust, { now });
		const milliseconds = elapsed();
		const outcome = `${verdict.outcome} ${verdict.reason ?? ""}`.trim();
		const genuine = verdict.outcome !== "accepted" || signed || ids.has(verdict.pass.id);
		if (!genuine) return { finding: "forged", outcome, milliseconds };
		if (Object.hasOwn(Object.prototype, "polluted")) return { finding: "pollutes", outcome, milliseconds };
		const quiet = [verdict.reason ?? "none", ...verdict.warnings].every((code) => REASON.test(code));
		if (!quiet) return { finding: "talks", outcome, milliseconds };
		return { finding: milliseconds > TIME_LIMIT ? "slow" : undefined, outcome, milliseconds };
	} catch (cause) {
		const name = cause instanceof Error ? cause.name : typeof cause;
		return { finding: "throws", outcome: name, milliseconds: elapsed() };
	}
}
