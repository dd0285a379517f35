/** `relais policy check`: a policy document's form and its own examples, before anybody publishes it. */
import type { DccPayload } from "@/lib/formats/hc1/dcc-payload";
import { evaluatePolicy } from "@/lib/policy/evaluate-policy";
import { type PolicyDocument, policyDocument } from "@/lib/policy/policy-document";
import { builtInPolicy } from "@/lib/policy/select-policy";
import type { Io } from "./io";
import { parseOptions } from "./options";
import { readJsonFile } from "./read-files";
import { UsageError } from "./usage-error";

export const POLICY_HELP = `relais policy check FILE|FR-2021-08-09
  Checks the document and replays its examples. Exit status 1 where an example does not come out as it says.
relais policy show
  Prints the built-in policy, to start from.`;

const EXAMPLES_FAILED = 1;

export async function policyCommand([action, ...args]: readonly string[], io: Io): Promise<number> {
	const { positionals } = parseOptions(args, { options: {}, positionals: 1 });
	if (action === "check") return check(positionals[0], io);
	if (action !== "show") throw new UsageError("policy: check or show");
	io.stdout.write(`${JSON.stringify(builtInPolicy(), undefined, "\t")}\n`);
	return 0;
}

function check(name: string | undefined, io: Io): number {
	if (name === undefined) throw new UsageError("policy check: FILE is needed");
	const policy = name === builtInPolicy().id ? builtInPolicy() : readPolicy(name);
	const examples = policy.examples ?? [];
	let failed = 0;
	for (const { name: title, now, activity, format, payload, accepted, rule } of examples) {
		const answer = evaluatePolicy(policy, payload as unknown as DccPayload, { now, activity, format });
		if (answer.accepted === accepted && answer.rule === rule) continue;
		failed += 1;
		const words = (verdict: { accepted: boolean; rule: string }) =>
			`${verdict.accepted ? "accepted" : "refused"} by ${verdict.rule}`;
		io.stdout.write(`${title}: expected ${words({ accepted, rule })}, is ${words(answer)}\n`);
	}
	const rules = policy.rules.map(({ id }) => id).join(", ");
	io.stdout.write(`${policy.id}: rules ${rules}; ${examples.length - failed} of ${examples.length} examples hold\n`);
	return failed > 0 ? EXAMPLES_FAILED : 0;
}

function readPolicy(path: string): PolicyDocument {
	const parsed = policyDocument.safeParse(readJsonFile(path, "policy check"));
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw new UsageError(`policy check: ${path} at ${issue?.path.join(".") || "top"}: ${issue?.message}`);
}
