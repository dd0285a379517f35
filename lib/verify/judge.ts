/**
 * The last step of every format: one policy over the DCC projection (spec V-2, §8).
 */
import { evaluatePolicy } from "@/lib/policy/evaluate-policy";
import { assertNever } from "@/lib/shared/assert-never";
import { refuse } from "./refuse";
import type { Verdict, VerdictWarning } from "./verdict";
import type { VerifiedPass } from "./verified-pass";
import type { VerifyContext } from "./verify-context";

export function judge(
	pass: VerifiedPass,
	{ policy, occasion }: VerifyContext,
	warnings: readonly VerdictWarning[],
): Verdict {
	const { format } = pass;
	switch (policy.outcome) {
		case "none":
			return { outcome: "accepted", format, reason: null, warnings, pass, policy: null };
		case "missing":
			return refuse(format, "policy_missing", { warnings });
		case "unusable":
			return refuse(format, "policy_unusable", { warnings });
		case "found": {
			const { document, at } = policy;
			// A journey's rules are asked on arrival, and so is whether the pass will still be one.
			if (pass.expires !== undefined && at > pass.expires) return refuse(format, "time_expired", { warnings, pass });
			const { activity } = occasion;
			const { accepted, rule } = evaluatePolicy(document, pass.dcc, { now: at, activity, format });
			if (!accepted) return refuse(format, "policy_refused", { warnings, rule, pass });
			return { outcome: "accepted", format, reason: null, warnings, pass, policy: { id: document.id, rule } };
		}
		default:
			return assertNever(policy);
	}
}
