/**
 * The last step of every format: one policy over the DCC projection (spec V-2, §8).
 */
import type { DccPayload } from "@/lib/formats/hc1/dcc-payload";
import { evaluatePolicy } from "@/lib/policy/evaluate-policy";
import { assertNever } from "@/lib/shared/assert-never";
import { refuse } from "./refuse";
import type { Verdict, VerdictWarning } from "./verdict";
import type { VerifiedPass } from "./verified-pass";
import type { VerifierPolicy } from "./verifier-policy";
import type { VerifyContext } from "./verify-context";

export type Judging = {
	readonly warnings: readonly VerdictWarning[];
	/**
	 * P-8: the payloads that the pass may mean, where its dates are not exact; asked only under a policy. Undefined: a date
	 * cannot be read. Default: the one that it has.
	 */
	readonly readings?: () => readonly DccPayload[] | undefined;
};

export function judge(pass: VerifiedPass, context: VerifyContext, judging: Judging): Verdict {
	const { policy } = context;
	const { warnings } = judging;
	const { format } = pass;
	switch (policy.outcome) {
		case "none":
			return { outcome: "accepted", format, reason: null, warnings, pass, policy: null };
		case "missing":
			return refuse(format, "policy_missing", { warnings });
		case "unusable":
			return refuse(format, "policy_unusable", { warnings });
		case "found":
			return judgeBy(policy, { pass, context, ...judging });
		default:
			return assertNever(policy);
	}
}

type Case = Judging & { readonly pass: VerifiedPass; readonly context: VerifyContext };

/** P-8: accepted, or refused, in every reading; what it is in some only cannot be told. */
function judgeBy({ document, at }: Extract<VerifierPolicy, { outcome: "found" }>, judged: Case): Verdict {
	const { pass, context, warnings } = judged;
	const readings = judged.readings === undefined ? [pass.dcc] : judged.readings();
	const { format } = pass;
	// A journey's rules are asked on arrival, and so is whether the pass will still be one.
	if (pass.expires !== undefined && at > pass.expires) return refuse(format, "time_expired", { warnings, pass });
	const { activity } = context.occasion;
	const answers = readings?.map((dcc) => evaluatePolicy(document, dcc, { now: at, activity, format })) ?? [];
	const [first] = answers;
	if (!first || answers.some(({ accepted }) => accepted !== first.accepted)) {
		return refuse(format, "content_incomplete", { warnings });
	}
	if (!first.accepted) return refuse(format, "policy_refused", { warnings, rule: first.rule, pass });
	return { outcome: "accepted", format, reason: null, warnings, pass, policy: { id: document.id, rule: first.rule } };
}
