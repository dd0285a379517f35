/**
 * Makes the `RP1:` text of an attestation (spec §2). Whatever a verifier would refuse for good is refused here.
 */
import type { AttestationClaims } from "@/lib/formats/relais/attestation-claims";
import type { Signer } from "./signer";

export type IssueOptions = {
	/** The device's delegation, a compact JWT. */
	readonly delegation: string;
	readonly signer: Signer;
	/** Type 0x02, which verifies without a cached delegation. */
	readonly embed: boolean;
};

export async function issueAttestation(_claims: AttestationClaims, _options: IssueOptions): Promise<string> {
	throw new Error("not yet");
}
