/**
 * The last step of every format: one policy over the DCC projection (spec V-2, §8).
 */
import { evaluatePolicy } from "@/lib/policy/evaluate-policy";
import { assertNever } from "@/lib/shared/assert-never";
import { refuse } from "./refuse";
import type { Verdict, VerdictWarning, VerifiedPass } from "./verdict";
import type { VerifyContext } from "./verify-context";

export function judge(
	pass: VerifiedPass,
	{ policy, now, activity }: VerifyContext,
	warnings: readonly VerdictWarning[],
): Verdict {
	const { format } = pass;
	switch (policy.kind) {
		case "none":
			return { outcome: "accepted", format, reason: null, warnings, pass, policy: null };
		case "missing":
			return refuse(format, "trust_missing", { warnings });
		case "document": {
			const { accepted, rule } = evaluatePolicy(policy.document, pass.dcc, { now, activity, format });
			if (!accepted) return refuse(format, "policy_refused", { warnings, rule, pass });
			return { outcome: "accepted", format, reason: null, warnings, pass, policy: { id: policy.document.id, rule } };
		}
		default:
			return assertNever(policy);
	}
}
