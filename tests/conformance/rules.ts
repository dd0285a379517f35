/**
 * The published CertLogic rules of France, the EU template and Germany with their own test cases, evaluated by the
 * evaluator that judges passes here.
 */
import type { CertLogicExpression } from "certlogic-js";
import { holds } from "@/lib/policy/evaluate-policy";
import { agreement, type CaseResult, type ConformanceSet } from "./agreement";
import { readCorpus } from "./corpus";
import { VALUE_SETS } from "./value-sets";

type Rule = {
	readonly id: string;
	readonly country: string;
	readonly ValidFrom: string;
	readonly Logic: CertLogicExpression;
};
type RuleCase = {
	readonly rule: string;
	readonly test: string;
	readonly payload: unknown;
	readonly validationClock?: string;
	readonly expected: boolean;
};

export const rules: readonly ConformanceSet[] = ["FR", "EU", "DE"].map((country) => ({
	name: `rules ${country}`,
	run: async () => {
		const [documents, cases] = [readCorpus<Rule>("rules/rules.jsonl"), readCorpus<RuleCase>("rules/tests.jsonl")];
		const own = new Map(documents?.filter((rule) => rule.country === country).map((rule) => [rule.id, rule]));
		const asked = documents && cases?.filter(({ rule }) => own.has(rule));
		return asked?.map((entry) => judgeCase(entry, own.get(entry.rule), asked));
	},
}));

function judgeCase(entry: RuleCase, rule: Rule | undefined, all: readonly RuleCase[]): CaseResult {
	const id = `${entry.rule} ${entry.test}`;
	if (isContradicted(entry, all)) return { id, outcome: "disputed" };
	const external = { validationClock: entry.validationClock ?? rule?.ValidFrom, valueSets: VALUE_SETS };
	const held = rule !== undefined && holds(rule.Logic, { payload: entry.payload, external });
	return agreement(id, held === entry.expected, `expected ${entry.expected}, got ${held}`);
}

/** Cases of two versions of a rule stand under one id: where they answer the same question differently, upstream errs. */
function isContradicted(entry: RuleCase, all: readonly RuleCase[]): boolean {
	return all.some((other) => other.expected !== entry.expected && questionOf(other) === questionOf(entry));
}

function questionOf({ rule, payload, validationClock }: RuleCase): string {
	return JSON.stringify([rule, payload, validationClock]);
}
