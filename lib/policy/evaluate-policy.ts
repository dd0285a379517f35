/**
 * Judges a projected payload by one policy (spec §8). The payload comes from a pass whose signature already held; this
 * checks nothing else. Never throws: a rule that cannot be evaluated (an unreadable date, a missing member) refuses.
 */
import { type CertLogicExpression, evaluate } from "certlogic-js";
import type { DccPayload } from "@/lib/formats/hc1/dcc-payload";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import type { PolicyDocument, PolicyRule } from "./policy-document";
import { PolicyFacts, type PolicyQuestion } from "./policy-facts";

/** The rule that refused; of an accepted payload the last rule that applied to its type. */
export type PolicyAnswer = { readonly accepted: boolean; readonly rule: string };

/** [P-6] Stands for a policy's list of accepted attestations, which is no CertLogic. */
const ATTESTATION_RULE = "P-6";
/** Stands for "no rule of this policy speaks of such an entry": refused. */
const NO_RULE = "no-rule";

type RuleData = { readonly payload: DccPayload; readonly external: PolicyFacts };

export function evaluatePolicy(policy: PolicyDocument, dcc: DccPayload, question: PolicyQuestion): PolicyAnswer {
	if (question.format === "relais" && !acceptsAttestation(policy, attestationKind(dcc), question)) {
		return { accepted: false, rule: ATTESTATION_RULE };
	}
	const data: RuleData = { payload: dcc, external: new PolicyFacts(dcc, question, policy) };
	let specific: string | undefined;
	for (const rule of policy.rules) {
		if (!isAbout(rule, dcc)) continue;
		if (rule.when !== undefined && !holds(rule.when, data)) continue;
		if (!holds(rule.logic, data)) return { accepted: false, rule: rule.id };
		if (rule.certificateTypes) specific = rule.id;
	}
	return specific === undefined ? { accepted: false, rule: NO_RULE } : { accepted: true, rule: specific };
}

/** Whether a CertLogic expression evaluates to something true; one that cannot be evaluated does not. */
export function holds(logic: CertLogicExpression, data: unknown): boolean {
	let value: unknown;
	try {
		value = evaluate(logic, data);
	} catch {
		return false; // certlogic-js throws where operands are missing or of another type
	}
	// CertLogic §3.1: truthy are true, non-zero numbers, and strings, arrays and objects that are not empty.
	if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
	return Boolean(value);
}

function isAbout({ certificateTypes }: PolicyRule, dcc: DccPayload): boolean {
	return certificateTypes === undefined || certificateTypes.some((type) => (dcc[type]?.length ?? 0) > 0);
}

/** [P-6] Whether the policy takes attestations of that kind, scanned or by their check code, then and there. */
export function acceptsAttestation(
	policy: PolicyDocument,
	kind: AttestationKind,
	{ now, activity }: Pick<PolicyQuestion, "now" | "activity">,
): boolean {
	return policy.attestations.some(
		({ kinds, activities, until }) =>
			kinds.includes(kind) && activities.includes(activity) && (until === undefined || now < until),
	);
}

/** The attestation's `k`, read back from its projection (spec P-5). */
function attestationKind(dcc: DccPayload): AttestationKind {
	const [test] = dcc.t ?? [];
	if (dcc.v?.length) return "V";
	if (!test || test.tr === "260373001") return "R";
	return test.tt === "LP217198-3" ? "A" : "N";
}
