/** `relais policy check|show|publish|withdraw`: policies before and after they are in the signed trust list. */
import { builtInPolicy } from "@/lib/policy/select-policy";
import type { Io } from "./io";
import { parseOptions } from "./options";
import { POLICY_CHECK_HELP, policyCheck } from "./policy-check";
import { POLICY_PUBLISH_HELP, policyPublish, policyWithdraw } from "./policy-publish";
import { UsageError } from "./usage-error";

export const POLICY_HELP = `${POLICY_CHECK_HELP}
relais policy show
  Prints the built-in policy, to start from.
${POLICY_PUBLISH_HELP}`;

export async function policyCommand([action, ...args]: readonly string[], io: Io): Promise<number> {
	switch (action) {
		case "check":
			return policyCheck(args, io);
		case "show":
			parseOptions(args, { options: {} });
			io.stdout.write(`${JSON.stringify(builtInPolicy(), undefined, "\t")}\n`);
			return 0;
		case "publish":
			return policyPublish(args, io);
		case "withdraw":
			return policyWithdraw(args, io);
		default:
			throw new UsageError("policy: check, show, publish or withdraw");
	}
}
