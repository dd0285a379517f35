/**
 * From a typed check code to a verdict (spec CC-5, CC-8, DL-2, P-6): the only composition of what can be said about a
 * code. It is given what lib/checkcode found, the trust, and the published list of the code's day; it reads nothing,
 * counts nothing and asks nobody. What it cannot say: whether the person in front of you is the one of the paper.
 */
import type { AcceptedCode, CodeOutcome } from "@/lib/checkcode/check-code";
import { codeHash } from "@/lib/checkcode/code-hash";
import { codePassId } from "@/lib/checkcode/code-pass-id";
import { isRevokedCode } from "@/lib/checkcode/revoked-codes";
import { macsOf } from "@/lib/checkcode/symbols";
import { acceptsAttestation } from "@/lib/policy/evaluate-policy";
import type { Occasion } from "@/lib/policy/occasion";
import { assertNever } from "@/lib/shared/assert-never";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import type { Bytes } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { hasEntry } from "@/lib/shared/sorted-entries";
import type { CodeList } from "@/lib/trust/code-list";
import type { Trust } from "@/lib/trust/trust";
import { passTrustGate, type TrustGate } from "./trust-gate";
import type { PolicyObstacle, TrustObstacle, VerdictWarning } from "./verdict";
import { policyHardStop, resolvePolicy, type VerifierPolicy } from "./verifier-policy";

/** Reasons that say no to a code. */
export type CodeRejectionReason = "code_rejected" | "code_expired" | "revoked" | "issuer_denied" | "policy_refused";

/** Reasons that say "cannot check". `code_insufficient`: the rules ask for a date that a code does not hold. */
export type CodeIndeterminateReason = "code_keys_missing" | "code_insufficient" | TrustObstacle | PolicyObstacle;

export type CodeVerdict =
	/** Ask again: nothing was judged. */
	| { readonly outcome: "typo"; readonly format: "code"; readonly field: "number" | "code" | "birth" }
	| { readonly outcome: "rejected"; readonly format: "code"; readonly reason: CodeRejectionReason }
	| { readonly outcome: "indeterminate"; readonly format: "code"; readonly reason: CodeIndeterminateReason }
	/** Provisional (CC-5): compare the identity. */
	| {
			readonly outcome: "accepted";
			readonly format: "code";
			/** Five digits. */
			readonly pharmacy: string;
			readonly ends: NumericDate;
			/** Stands for the pass in the check-in's pseudonym; names a birth date: never stored, never sent, never shown. */
			readonly passId: string;
			/** CC-8: what a verifier remembers of the code as typed, and the UTC day whose list speaks about it. */
			readonly hash: Bytes;
			readonly day: string;
			/** As of passes; `status_unknown`: no usable list of revoked codes of its day. */
			readonly warnings: readonly VerdictWarning[];
	  };

export type CodeContext = {
	/** A code needs no trust list; one that is there has its say (TL-4). */
	readonly trust: Trust | undefined;
	readonly now: NumericDate;
	readonly ownPast: NumericDate | undefined;
	/** What the paper is shown for: a policy may not take attestations there (P-6). */
	readonly occasion: Occasion;
};

/**
 * Why no code at all can be judged now, undefined when codes can. Asked before a code is tried, so that one that cannot
 * be judged does not count towards the lock (CC-6).
 */
export function codeObstacle(context: CodeContext): TrustObstacle | undefined {
	const gate = gateUnder(policyOf(context), context);
	return gate?.outcome === "closed" ? gate.reason : undefined;
}

/** `list`: the published list of the code's day, undefined when none can be used. */
export function verifyCode(
	code: CodeOutcome,
	context: CodeContext & { readonly list: CodeList | undefined },
): CodeVerdict {
	const policy = policyOf(context);
	const gate = gateUnder(policy, context);
	if (gate?.outcome === "closed") return indeterminate(gate.reason);
	switch (code.outcome) {
		case "typo":
			return { outcome: "typo", format: "code", field: code.field };
		case "rejected":
			return rejected("code_rejected");
		case "expired":
			return rejected("code_expired");
		case "keys_missing":
			return indeterminate("code_keys_missing");
		case "accepted": {
			const { pharmacy, symbols, day, ends } = code;
			const { trust, list, occasion } = context;
			if (trust?.denied.some((denied) => denied.sub === pharmacy)) return rejected("issuer_denied"); // DL-2
			const hash = codeHash(pharmacy, symbols);
			if (list !== undefined && isListed(list, code, hash)) return rejected("revoked"); // CC-8
			const objection = policyObjection(policy, code, occasion);
			if (objection !== undefined) return objection;
			// Only what was verified: a symbol at another position can be changed, and would make one person two (CC-8).
			const passId = codePassId(code);
			const warnings: readonly VerdictWarning[] = [
				...(gate?.warnings ?? []),
				...(list === undefined ? ["status_unknown" as const] : []),
			];
			return { outcome: "accepted", format: "code", pharmacy, ends, passId, hash, day, warnings };
		}
		default:
			return assertNever(code);
	}
}

function isListed({ revoked, revokedHashes }: CodeList, code: AcceptedCode, hash: Bytes): boolean {
	const printed = { ...code, macs: macsOf(code.symbols) };
	return isRevokedCode(revoked, printed, code.positions) || hasEntry(revokedHashes, hash);
}

function policyOf({ trust, now, occasion }: CodeContext): VerifierPolicy {
	return resolvePolicy("default", trust?.list?.policies ?? [], { now, occasion });
}

/** Undefined without a list: a code needs none (TL-4). */
function gateUnder(policy: VerifierPolicy, { trust, now, ownPast }: CodeContext): TrustGate | undefined {
	const gate = trust && passTrustGate(trust, { needs: "denials", now, ownPast, hardStop: policyHardStop(policy) });
	return gate?.outcome === "closed" && gate.reason === "trust_missing" ? undefined : gate;
}

/**
 * What the policy says to an attestation of which only kind and end are known. That is enough for a negative test: its
 * code ends with its paper, hours after the sample. How long ago an injection or a positive test was, a code does not
 * tell, and the rules ask: the QR code or the pass has to answer.
 */
function policyObjection(
	policy: VerifierPolicy,
	{ kind, ends }: { readonly kind: AttestationKind; readonly ends: NumericDate },
	{ activity }: Occasion,
): CodeVerdict | undefined {
	switch (policy.outcome) {
		case "none":
			return undefined;
		case "missing":
			return indeterminate("policy_missing");
		case "unusable":
			return indeterminate("policy_unusable");
		case "found":
			// On arrival: before it, the code itself was looked at.
			if (policy.at >= ends) return rejected("code_expired");
			if (!acceptsAttestation(policy.document, kind, { now: policy.at, activity })) return rejected("policy_refused");
			return kind === "A" || kind === "N" ? undefined : indeterminate("code_insufficient");
		default:
			return assertNever(policy);
	}
}

function rejected(reason: CodeRejectionReason): CodeVerdict {
	return { outcome: "rejected", format: "code", reason };
}

function indeterminate(reason: CodeIndeterminateReason): CodeVerdict {
	return { outcome: "indeterminate", format: "code", reason };
}
