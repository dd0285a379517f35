/** `relais policy publish|withdraw`: policies of the authority's signed trust list. */
import { signListOffline } from "@/lib/server/publish/sign-list-offline";
import { publishPolicy, withdrawPolicy } from "@/lib/server/services/policy/publish-policy";
import { dataFolder, openKeys } from "./data-folder";
import type { Io } from "./io";
import { parseOptions } from "./options";
import { replayExamples } from "./policy-check";
import { readPolicyFile } from "./read-policy-file";
import { currentTime } from "./read-time";
import { UsageError } from "./usage-error";

export const POLICY_PUBLISH_HELP = `relais policy publish FILE [--data DIR]
  Checks the policy as above and puts it into the signed trust list, in the place of one with the same id. Nothing is
  published unless all examples hold. A running portal publishes it within a minute.
relais policy withdraw ID [--data DIR]
  Takes it out again.`;

const EXAMPLES_FAILED = 1;
const BUSY = "another command changes the policies just now; nothing was changed, try again";

export async function policyPublish(args: readonly string[], io: Io): Promise<number> {
	const { values, positionals } = parseOptions(args, { options: { data: { type: "string" } }, positionals: 1 });
	const [name] = positionals;
	if (name === undefined) throw new UsageError("policy publish: FILE is needed");
	const dataDir = dataFolder(values.data);
	const keys = await openKeys(dataDir, "policy publish");
	const policy = readPolicyFile(name, "policy publish");
	if (!replayExamples(policy, io)) return EXAMPLES_FAILED;
	const done = await publishPolicy(dataDir, policy);
	if (done === "busy") throw new UsageError(`policy publish: ${BUSY}`);
	const { seq } = await signListOffline(dataDir, { keys, now: currentTime() });
	io.stdout.write(`${policy.id} ${done}; trust list ${seq} signed\n`);
	return 0;
}

export async function policyWithdraw(args: readonly string[], io: Io): Promise<number> {
	const { values, positionals } = parseOptions(args, { options: { data: { type: "string" } }, positionals: 1 });
	const [id] = positionals;
	if (id === undefined) throw new UsageError("policy withdraw: ID is needed");
	const dataDir = dataFolder(values.data);
	const keys = await openKeys(dataDir, "policy withdraw");
	const done = await withdrawPolicy(dataDir, id);
	if (done === "busy") throw new UsageError(`policy withdraw: ${BUSY}`);
	if (done === "unknown") throw new UsageError("policy withdraw: the trust list has no such policy");
	const { seq } = await signListOffline(dataDir, { keys, now: currentTime() });
	io.stdout.write(`${id} withdrawn; trust list ${seq} signed\n`);
	return 0;
}
