/**
 * From anything to a policy that this version can apply, or what is wrong with it. The command line, the authority's
 * publication and every verifier read policies here, so that what one publishes the others can use.
 */
import type { DccPayload } from "@/lib/formats/hc1/dcc-payload";
import { assertNever } from "@/lib/shared/assert-never";
import { err, ok, type Result } from "@/lib/shared/result";
import { isDeeperThan } from "./certlogic-form";
import { evaluatePolicy, type PolicyAnswer } from "./evaluate-policy";
import { type PolicyDocument, policyDocument } from "./policy-document";

/** An example that does not come out as the policy says. */
export type FailedExample = { readonly name: string; readonly expected: PolicyAnswer; readonly actual: PolicyAnswer };

/** Characters of a policy as JSON. */
export const POLICY_LIMIT = 262_144;
/** Levels of lists and objects: an expression's and those around it. */
const DEEPEST = 40;

/** The policy, or what is wrong with it: one sentence each, for whoever wrote it. */
export function readPolicy(candidate: unknown): Result<PolicyDocument, readonly string[]> {
	// Before the schema, which follows every level with the stack.
	if (isDeeperThan(candidate, DEEPEST)) return err([`is nested more than ${DEEPEST} levels deep: split its rules`]);
	const parsed = policyDocument.safeParse(candidate);
	return parsed.success ? ok(parsed.data) : err(parsed.error.issues.map((issue) => sentenceOf(issue, candidate)));
}

/** Replays the policy's examples: before it is published, not at every door. */
export function failedExamples(policy: PolicyDocument): readonly FailedExample[] {
	return (policy.examples ?? []).flatMap(({ name, now, activity, format, payload, accepted, rule }) => {
		// Examples give the members that rules look at; a missing one is missing for the rule too.
		const actual = evaluatePolicy(policy, payload as unknown as DccPayload, { now, activity, format });
		const holds = actual.accepted === accepted && actual.rule === rule;
		return holds ? [] : [{ name, expected: { accepted, rule }, actual }];
	});
}

type Issue = NonNullable<ReturnType<typeof policyDocument.safeParse>["error"]>["issues"][number];

const EXPECTED: Readonly<Record<string, string>> = {
	string: "a text",
	boolean: "true or false",
	array: "a list",
	object: "an object",
	record: "an object",
};

function sentenceOf(issue: Issue, candidate: unknown): string {
	const path = issue.path.join(".") || "the policy";
	if (valueAt(candidate, issue.path) === undefined && issue.code !== "custom") return `${path} is missing`;
	switch (issue.code) {
		case "unrecognized_keys":
			return `${path} has a member that is not known here: ${quote(issue.keys[0])}`;
		case "invalid_value":
			return `${path} is none of ${issue.values.map(String).join(", ")}`;
		case "invalid_type": {
			const expected = issue.message.startsWith("Invalid input") ? EXPECTED[issue.expected] : undefined;
			return `${path} ${expected === undefined ? issue.message : `must be ${expected}`}`;
		}
		case "invalid_format":
		case "invalid_union":
		case "invalid_key":
		case "invalid_element":
		case "not_multiple_of":
		case "too_big":
		case "too_small":
		case "custom":
			return `${path} ${issue.message}`;
		default:
			return assertNever(issue);
	}
}

function valueAt(candidate: unknown, path: readonly PropertyKey[]): unknown {
	return path.reduce<unknown>(
		(value, name) => (typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined),
		candidate,
	);
}

function quote(name = ""): string {
	return JSON.stringify(name.slice(0, 40));
}
