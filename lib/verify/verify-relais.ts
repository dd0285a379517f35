/**
 * `RP1:` text → decoded, canonical → trust → the delegation that the text embeds or the cache holds → checks of
 * RP-5 → policy → verdict. Spec §2.
 */
import { decodeAttestation } from "@/lib/formats/relais/attestation-text";
import { type DecodedDelegation, decodeDelegation, restoreDelegation } from "@/lib/formats/relais/delegation";
import type { WireAttestation } from "@/lib/formats/relais/wire";
import { base64url } from "@/lib/shared/bytes";
import type { Trust } from "@/lib/trust/trust";
import { isFurther } from "./attestation-stages";
import { type AttestationAnswer, type AttestationInput, checkAttestation } from "./check-attestation";
import { judge } from "./judge";
import { passFromAttestation } from "./make-verified-pass";
import { refuse } from "./refuse";
import { passTrustGate } from "./trust-gate";
import type { Verdict } from "./verdict";
import { policyHardStop } from "./verifier-policy";
import type { VerifyContext } from "./verify-context";

export async function verifyRelais(text: string, context: VerifyContext): Promise<Verdict> {
	const decoded = decodeAttestation(text);
	if (decoded.outcome === "refused") return refuse("relais", decoded.reason);
	const { trust, now, ownPast, policy } = context;
	const gate = passTrustGate(trust, { needs: "denials", now, ownPast, hardStop: policyHardStop(policy) });
	if (gate.outcome === "closed") return refuse("relais", gate.reason, gate);

	const { keyset } = gate;
	const answer = await checkUnderAny(delegationsFor(decoded.attestation, trust), {
		attestation: decoded.attestation,
		trust,
		keyset,
		now,
	});
	if (!answer) return refuse("relais", "issuer_unknown", { warnings: gate.warnings }); // RP-6
	const { checked } = answer;
	const warnings = checked?.statusWarning ? [...gate.warnings, checked.statusWarning] : gate.warnings;
	if (answer.outcome === "accepted") return judge(passFromAttestation(answer.checked), context, { warnings });
	return refuse("relais", answer.failure.reason, { warnings, pass: checked && passFromAttestation(checked) });
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
