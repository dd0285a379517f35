/**
 * The policy that a verdict is asked under, resolved once per call (spec §4 `policies`, §7 `--policy`, §8).
 */
import type { PolicyDocument } from "@/lib/policy/policy-document";
import { findPolicy, selectPolicy } from "@/lib/policy/select-policy";
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";

export type Activity = "venue" | "train" | "journey";

/** `default`: the trust list's policies or the built-in one; `none`; a policy id; or a document. */
export type PolicyChoice = "default" | "none" | (string & {}) | PolicyDocument;

export type VerifierPolicy =
	| { readonly kind: "none" }
	/** A policy was named that neither the trust list nor this program has. */
	| { readonly kind: "missing" }
	| { readonly kind: "document"; readonly document: PolicyDocument };

export function resolvePolicy(
	choice: PolicyChoice,
	documents: readonly unknown[],
	question: { readonly now: NumericDate; readonly activity: Activity },
): VerifierPolicy {
	if (choice === "none") return { kind: "none" };
	if (choice === "default") return { kind: "document", document: selectPolicy(documents, question) };
	const document = typeof choice === "string" ? findPolicy(documents, choice) : choice;
	return document ? { kind: "document", document } : { kind: "missing" };
}

/** Seconds of list age after which the policy refuses to judge (TL-4); undefined: the default. */
export function policyHardStop(policy: VerifierPolicy): number | undefined {
	const hours = policy.kind === "document" ? policy.document.trustHardStopHours : undefined;
	return hours === undefined ? undefined : hours * HOUR;
}
