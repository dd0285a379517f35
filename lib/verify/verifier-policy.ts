/**
 * The policy that a verdict is asked under, resolved once per call (spec §4 `policies`, §7 `--policy`, §8).
 */

import { momentOf } from "@/lib/policy/occasion";
import type { PolicyDocument } from "@/lib/policy/policy-document";
import { findPolicy, type PolicyWanted, type SelectedPolicy, selectPolicy } from "@/lib/policy/select-policy";
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";

/** `default`: the trust list's policies or the built-in one; `none`; a policy id; or a document. */
export type PolicyChoice = "default" | "none" | (string & {}) | PolicyDocument;

export type VerifierPolicy =
	| { readonly outcome: "none" }
	/** Nobody gave rules for the occasion, or a policy was named that neither the trust list nor this program has. */
	| { readonly outcome: "missing" }
	/** The list has it, and this version cannot apply it. */
	| { readonly outcome: "unusable" }
	/** `at`: when its rules are asked, now or on arrival. */
	| { readonly outcome: "found"; readonly document: PolicyDocument; readonly at: NumericDate };

export function resolvePolicy(
	choice: PolicyChoice,
	documents: readonly unknown[],
	wanted: PolicyWanted,
): VerifierPolicy {
	if (choice === "none") return { outcome: "none" };
	if (typeof choice !== "string") {
		return { outcome: "found", document: choice, at: momentOf(wanted.occasion, wanted.now, choice.zone) };
	}
	return asResolved(choice === "default" ? selectPolicy(documents, wanted) : findPolicy(documents, choice, wanted));
}

/** Seconds of list age after which the policy refuses to judge (TL-4); undefined: the default. */
export function policyHardStop(policy: VerifierPolicy): number | undefined {
	const hours = policy.outcome === "found" ? policy.document.trustHardStopHours : undefined;
	return hours === undefined ? undefined : hours * HOUR;
}

function asResolved(selected: SelectedPolicy): VerifierPolicy {
	if (selected.outcome !== "found") return selected;
	return { outcome: "found", document: selected.policy, at: selected.at };
}
