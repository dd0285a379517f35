/** `relais policy check`: a policy document's form and its own examples, before anybody publishes it. */
import type { PolicyAnswer } from "@/lib/policy/evaluate-policy";
import type { PolicyDocument } from "@/lib/policy/policy-document";
import { failedExamples } from "@/lib/policy/read-policy";
import { builtInPolicy } from "@/lib/policy/select-policy";
import { describePolicy } from "./describe-policy";
import { type Io, writeLines } from "./io";
import { parseOptions } from "./options";
import { readPolicyFile } from "./read-policy-file";
import { UsageError } from "./usage-error";

export const POLICY_CHECK_HELP = `relais policy check FILE|FR-2021-08-09
  Checks the document, replays its examples and says what it decides. Exit status 1 where an example does not come out
  as it says, 2 where the document cannot be used, with the first reason in one line.`;

const EXAMPLES_FAILED = 1;

export async function policyCheck(args: readonly string[], io: Io): Promise<number> {
	const [name] = parseOptions(args, { options: {}, positionals: 1 }).positionals;
	if (name === undefined) throw new UsageError("policy check: FILE is needed");
	const policy = name === builtInPolicy().id ? builtInPolicy() : readPolicyFile(name, "policy check");
	writeLines(io.stdout, describePolicy(policy));
	return replayExamples(policy, io) ? 0 : EXAMPLES_FAILED;
}

/** Says which examples fail and how many hold; true if all do. */
export function replayExamples(policy: PolicyDocument, io: Io): boolean {
	const failed = failedExamples(policy);
	const describe = ({ name, expected, actual }: (typeof failed)[number]) =>
		`example ${JSON.stringify(name)}: expected ${inWords(expected)}, is ${inWords(actual)}`;
	writeLines(io.stdout, failed.map(describe));
	const count = policy.examples?.length ?? 0;
	io.stdout.write(`${count - failed.length} of ${count} examples hold\n`);
	return failed.length === 0;
}

function inWords({ accepted, rule }: PolicyAnswer): string {
	return `${accepted ? "accepted" : "refused"} by ${rule}`;
}
