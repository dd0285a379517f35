/** One line on what came of a run. */
import type { Verdict } from "../fleet/compare";
import { type Answers, countAnswers, printedAnswers } from "../fleet/ledger";

export type Outcome = {
	readonly answers: Answers;
	readonly restarts: number;
	readonly verdicts: Readonly<Record<"records" | "check-ins", Verdict>>;
	/** Passes that were opened. */
	readonly opened: number;
	readonly longest: { readonly ms: number; readonly call: string };
	readonly seconds: number;
};

export function summary({ answers, restarts, verdicts, opened, longest, seconds }: Outcome): string {
	const { records, "check-ins": events } = verdicts;
	const sum = (of: "lost" | "duplicated") => records[of].length + events[of].length;
	return [
		`${countAnswers(answers)} calls (${printedAnswers(answers)})`,
		`${restarts} restarts`,
		`records ${records.acknowledged} acknowledged, ${records.stored} stored`,
		`check-ins ${events.acknowledged} acknowledged, ${events.stored} stored`,
		`lost ${sum("lost")}, duplicated ${sum("duplicated")}`,
		`passes opened ${opened} times`,
		`longest wait of an interactive call ${(longest.ms / 1_000).toFixed(1)} s (${longest.call})`,
		`${seconds} s`,
	].join("; ");
}
