/**
 * `RP1:` text → decoded, canonical → trust → the delegation that the text embeds or the cache holds → checks of
 * RP-5 → policy → verdict. Spec §2.
 */
import { decodeAttestation } from "@/lib/formats/relais/attestation-text";
import { type DecodedDelegation, decodeDelegation, restoreDelegation } from "@/lib/formats/relais/delegation";
import type { WireAttestation } from "@/lib/formats/relais/wire";
import { base64url } from "@/lib/shared/bytes";
import type { Trust } from "@/lib/trust/trust";
import type { TimeWitness } from "@/lib/trust/trust-age";
import { isFurther } from "./attestation-stages";
import {
	type AttestationAnswer,
	type AttestationInput,
	type CheckedAttestation,
	checkAttestation,
} from "./check-attestation";
import { judge } from "./judge";
import { passFromAttestation } from "./make-verified-pass";
import { refuse } from "./refuse";
import { passTrustGate, type TrustGateOptions } from "./trust-gate";
import type { Verdict, VerdictReason, VerdictWarning } from "./verdict";
import { policyHardStop } from "./verifier-policy";
import type { VerifyContext } from "./verify-context";

export async function verifyRelais(text: string, context: VerifyContext): Promise<Verdict> {
	const decoded = decodeAttestation(text);
	if (decoded.outcome === "refused") return refuse("relais", decoded.reason);
	const { trust, now, ownPast, policy } = context;
	const answer = await checkPaper(decoded.attestation, { trust, now, ownPast, hardStop: policyHardStop(policy) });
	const { warnings } = answer;
	if (answer.reason === null) return judge(passFromAttestation(answer.checked), context, { warnings });
	const { reason, checked, witness } = answer;
	const pass = checked && passFromAttestation(checked);
	return refuse("relais", reason, { warnings, pass, ...(witness ? { witness } : {}) });
}

type PaperAnswer = { readonly warnings: readonly VerdictWarning[] } & (
	| { readonly reason: null; readonly checked: CheckedAttestation }
	| {
			readonly reason: VerdictReason;
			/** Where signature and issuer held. */
			readonly checked?: CheckedAttestation | undefined;
			readonly witness?: TimeWitness | undefined;
	  }
);

/** All that is asked of an attestation before a policy is. */
export async function checkPaper(
	attestation: WireAttestation,
	{ trust, now, ...when }: { readonly trust: Trust } & Omit<TrustGateOptions, "needs">,
): Promise<PaperAnswer> {
	const gate = passTrustGate(trust, { needs: "denials", now, ...when });
	if (gate.outcome === "closed") return gate;
	const { keyset, warnings } = gate;
	const answer = await checkUnderAny(delegationsFor(attestation, trust), { attestation, trust, keyset, now });
	if (!answer) return { reason: "issuer_unknown", warnings }; // RP-6
	const { checked } = answer;
	const all = checked?.statusWarning ? [...warnings, checked.statusWarning] : warnings;
	if (answer.outcome === "accepted") return { reason: null, warnings: all, checked: answer.checked };
	return { reason: answer.failure.reason, warnings: all, checked };
}

/** RP-6: type 0x01 is verified with a delegation from the cache, type 0x02 with its own. */
function delegationsFor(attestation: WireAttestation, trust: Trust): readonly DecodedDelegation[] {
	if (attestation.delegation) return [restoreDelegation(attestation.delegation)];
	const cached = trust.delegations.get(base64url(attestation.kid)) ?? [];
	return cached.flatMap(({ jwt }) => decodeDelegation(jwt) ?? []);
}

/** A device whose delegation was renewed has several: any that carries the attestation will do. */
async function checkUnderAny(
	delegations: readonly DecodedDelegation[],
	input: AttestationInput,
): Promise<AttestationAnswer | undefined> {
	let furthest: Exclude<AttestationAnswer, { outcome: "accepted" }> | undefined;
	for (const delegation of delegations) {
		const answer = await checkAttestation(delegation, input);
		if (answer.outcome === "accepted") return answer;
		if (!furthest || isFurther(answer.failure.stage, furthest.failure.stage)) furthest = answer;
	}
	return furthest;
}
