/**
 * Makes the `RP1:` text of an attestation (spec §2). Whatever every verifier would refuse for good is refused here,
 * before anything is signed. Does not know the clock, the denials or which indices were used: the caller's outbox
 * does (DL-3).
 */
import { type AttestationClaims, parseAttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { encodeAttestation } from "@/lib/formats/relais/attestation-text";
import { decodeDelegation, parseDelegationClaims, shortenDelegation } from "@/lib/formats/relais/delegation";
import { type BeyondDelegation, beyondDelegation } from "@/lib/formats/relais/limits";
import { attestationHeader } from "@/lib/formats/relais/signed-attestation";
import { PAYLOAD_LIMIT } from "@/lib/formats/relais/wire";
import { fromBase64url, utf8 } from "@/lib/shared/bytes";
import { kidOf } from "@/lib/shared/jwk-thumbprint";
import { TEXT_LIMIT } from "@/lib/shared/text-limit";
import type { JwsHeader, Signer } from "./signer";

export type IssueOptions = {
	/** The device's delegation, a compact JWT. */
	readonly delegation: string;
	readonly signer: Signer;
	/** Type 0x02, which verifies without a cached delegation. */
	readonly embed: boolean;
};

/** What a caller got wrong: apart from the first two, the verdict reason that the text would have met. */
export type AttestationRefusal =
	| "delegation_malformed"
	/** The delegation is for another device key. */
	| "signer_mismatch"
	| "attestation_malformed"
	| BeyondDelegation;

export type Issuing =
	| { readonly outcome: "issued"; readonly text: string }
	| { readonly outcome: "refused"; readonly reason: AttestationRefusal };

const refused = (reason: AttestationRefusal): Issuing => ({ outcome: "refused", reason });

/** Names are brought to NFC. Rejects with whatever the signer rejects with. */
export async function issueAttestation(claims: AttestationClaims, options: IssueOptions): Promise<Issuing> {
	const { delegation, signer, embed } = options;
	const decoded = decodeDelegation(delegation);
	const delegated = decoded && parseDelegationClaims(decoded.payload);
	if (!decoded || !delegated) return refused("delegation_malformed");
	if (kidOf(delegated.cnf.jwk) !== signer.kid) return refused("signer_mismatch");
	const ordered = inWireOrder(claims);
	const payload = utf8(JSON.stringify(ordered));
	// Read back as a verifier will: what is not representable (an unpaired surrogate) shows only in the bytes.
	if (payload.length > PAYLOAD_LIMIT || !parseAttestationClaims(payload)) {
		return refused("attestation_malformed");
	}
	const beyond = beyondDelegation(ordered, delegated);
	if (beyond) return refused(beyond);

	const header = JSON.parse(attestationHeader(signer.kid)) as JwsHeader;
	const jws = await signer.sign(header, payload);
	const text = encodeAttestation({
		kid: bytesOf(signer.kid),
		payload,
		signature: bytesOf(jws.split(".")[2] ?? ""),
		delegation: embed ? shortenDelegation(decoded, delegated.cnf.jwk) : undefined,
	});
	if (text.length > TEXT_LIMIT) return refused("attestation_malformed");
	return { outcome: "issued", text };
}

function inWireOrder({ iat, exp, k, t, n, b, s, p, d }: AttestationClaims): AttestationClaims {
	const names = n.map((name) => name.normalize("NFC")) as [string, string];
	const claims = { iat, exp, k, t, n: names, b, s };
	return { ...claims, ...(p === undefined ? {} : { p }), ...(d === undefined ? {} : { d }) };
}

function bytesOf(text: string): Uint8Array {
	const bytes = fromBase64url(text);
	if (!bytes) throw new Error("signer gave a signature or kid that is not base64url");
	return bytes;
}
