/** Vectors of spec §8, made by another implementation (make/policy.py). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { DccPayload } from "@/lib/formats/hc1/dcc-payload";
import { evaluatePolicy } from "@/lib/policy/evaluate-policy";
import type { PolicyQuestion } from "@/lib/policy/policy-facts";
import { builtInPolicy } from "@/lib/policy/select-policy";

type Vector = {
	readonly rule: string;
	readonly name: string;
	readonly input: { readonly payload: DccPayload } & Omit<PolicyQuestion, "now">;
	readonly now: number;
	readonly expected: { readonly accepted: boolean; readonly rule: string };
};

const VECTORS: readonly Vector[] = JSON.parse(readFileSync(join(import.meta.dirname, "policy.json"), "utf8"));

describe("policy.json", () => {
	it.each(VECTORS.map((vector) => [vector.rule, vector.name, vector] as const))(
		"[%s] %s",
		(_, __, { input, now, expected }) => {
			const { payload, activity, format } = input;
			expect(evaluatePolicy(builtInPolicy(), payload, { now, activity, format })).toEqual(expected);
		},
	);
});
