/**
 * The last step of every format: one policy over the DCC projection (spec V-2, §8).
 */
import type { Verdict, VerdictWarning, VerifiedPass } from "./verdict";
import type { VerifierPolicy } from "./verifier-policy";
import type { VerifyContext } from "./verify-context";

/** Seconds of list age after which the policy refuses to judge (TL-4); undefined: the default. */
export function policyHardStop(_policy: VerifierPolicy): number | undefined {
	return undefined;
}

export function judge(pass: VerifiedPass, _context: VerifyContext, warnings: readonly VerdictWarning[]): Verdict {
	return { outcome: "accepted", format: pass.format, reason: null, warnings, pass, policy: null };
}
