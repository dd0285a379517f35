/**
 * The published CertLogic rules of France, the EU template and Germany with their own test cases, evaluated by the
 * evaluator that judges passes here.
 */
import type { CertLogicExpression } from "certlogic-js";
import { holds } from "@/lib/policy/evaluate-policy";
import { agreement, type CaseResult, type ConformanceSet } from "./agreement";
import { readCorpus } from "./corpus";

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

/** The EU value sets that the rules ask for; of the device list only enough to tell listed from not listed. */
const VALUE_SETS = {
	"disease-agent-targeted": ["840539006"],
	"covid-19-lab-test-type": ["LP6464-4", "LP217198-3"],
	"covid-19-lab-test-manufacturer-and-name": ["308", "344", "345", "1065", "1097", "1180", "1232", "1468"],
	"sct-vaccines-covid-19": ["1119305005", "1119349007", "J07BX03"],
	"vaccines-covid-19-auth-holders": ["ORG-100001417", "ORG-100001699", "ORG-100030215", "ORG-100031184"],
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
	if (isContradicted(entry, all)) return { id, result: "disputed" };
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
