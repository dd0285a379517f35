/** The published CertLogic rules of FR, EU and DE with their own test cases: our evaluation agrees with upstream. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CertLogicExpression } from "certlogic-js";
import { describe, expect, it } from "vitest";
import { holds } from "./evaluate-policy";

type Rule = { readonly id: string; readonly ValidFrom: string; readonly Logic: CertLogicExpression };
type Case = {
	readonly rule: string;
	readonly test: string;
	readonly payload: unknown;
	readonly validationClock?: string;
	readonly expected: boolean;
};

const FOLDER = join(process.env["RELAIS_CORPUS"] ?? "../shared/data", "rules");
const found = existsSync(FOLDER);

function lines<Line>(file: string): readonly Line[] {
	if (!found) return [];
	return readFileSync(join(FOLDER, file), "utf8")
		.trim()
		.split("\n")
		.map((line): Line => JSON.parse(line));
}

const rules = new Map(lines<Rule>("rules.jsonl").map((rule) => [rule.id, rule]));
const collected = lines<Case>("tests.jsonl");

/** Two versions of a rule were published under one id: where their cases contradict each other, upstream errs. */
function isContradicted({ rule, payload, validationClock, expected }: Case): boolean {
	const question = JSON.stringify([rule, payload, validationClock]);
	return collected.some(
		(other) =>
			other.expected !== expected && JSON.stringify([other.rule, other.payload, other.validationClock]) === question,
	);
}

/** Cases of rules that look codes up need the value sets, which the collection does not hold. */
const cases = collected.filter(
	(entry) => !JSON.stringify(rules.get(entry.rule)?.Logic).includes("external.valueSets") && !isContradicted(entry),
);

describe.skipIf(!found)(`dgc-business-rules${found ? "" : " (skipped, no corpus)"}`, () => {
	it("has the cases", () => {
		expect(cases.length).toBeGreaterThan(200);
	});

	it.each(cases.map((entry) => [`${entry.rule} ${entry.test}`, entry] as const))("%s", (_, entry) => {
		const rule = rules.get(entry.rule);
		if (!rule) throw new Error("no such rule");
		const external = { validationClock: entry.validationClock ?? rule.ValidFrom };
		expect(holds(rule.Logic, { payload: entry.payload, external })).toBe(entry.expected);
	});
});
