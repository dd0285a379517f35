/**
 * Makes the `RP1:` text of an attestation (spec §2). Whatever every verifier would refuse for good is refused here,
 * before anything is signed. Does not know the clock, the denials or which indices were used: the caller's outbox
 * does (DL-3).
 */
import {
	type AttestationClaims,
	parseAttestationClaims,
	runsFromSample,
} from "@/lib/formats/relais/attestation-claims";
import { encodeAttestation } from "@/lib/formats/relais/attestation-text";
import {
	type DelegationClaims,
	decodeDelegation,
	parseDelegationClaims,
	shortenDelegation,
} from "@/lib/formats/relais/delegation";
import { attestationHeader } from "@/lib/formats/relais/signed-attestation";
import { PAYLOAD_LIMIT } from "@/lib/formats/relais/wire";
import { fromBase64url, utf8 } from "@/lib/shared/bytes";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import { kidOf } from "@/lib/shared/jwk-thumbprint";
import { HOUR } from "@/lib/shared/numeric-date";
import { TEXT_LIMIT } from "@/lib/shared/text-limit";
import type { JwsHeader, Signer } from "./signer";

export type IssueOptions = {
	/** The device's delegation, a compact JWT. */
	readonly delegation: string;
	readonly signer: Signer;
	/** Type 0x02, which verifies without a cached delegation. */
	readonly embed: boolean;
};

/** What a caller got wrong. Carries the verdict reason that the text would have met, and no claim. */
export class AttestationRefused extends Error {
	readonly reason:
		| "delegation_malformed"
		| "signer_mismatch"
		| "attestation_malformed"
		| "kind_not_delegated"
		| "time_too_long"
		| "issuer_expired"
		| "index_out_of_block";

	constructor(reason: AttestationRefused["reason"]) {
		super(`attestation refused: ${reason}`);
		this.name = "AttestationRefused";
		this.reason = reason;
	}
}

/** Names are brought to NFC. Throws AttestationRefused, and whatever the signer throws. */
export async function issueAttestation(claims: AttestationClaims, options: IssueOptions): Promise<string> {
	const { delegation, signer, embed } = options;
	const decoded = decodeDelegation(delegation);
	const delegated = decoded && parseDelegationClaims(decoded.payload);
	if (!decoded || !delegated) throw new AttestationRefused("delegation_malformed");
	if (kidOf(delegated.cnf.jwk) !== signer.kid) throw new AttestationRefused("signer_mismatch");
	const ordered = inWireOrder(claims);
	const payload = utf8(JSON.stringify(ordered));
	// Read back as a verifier will: what is not representable (an unpaired surrogate) shows only in the bytes.
	if (payload.length > PAYLOAD_LIMIT || !parseAttestationClaims(payload)) {
		throw new AttestationRefused("attestation_malformed");
	}
	refuseBeyondDelegation(ordered, delegated);

	const header = JSON.parse(attestationHeader(signer.kid)) as JwsHeader;
	const jws = await signer.sign(header, payload);
	const text = encodeAttestation({
		kid: bytesOf(signer.kid),
		payload,
		signature: bytesOf(jws.split(".")[2] ?? ""),
		delegation: embed ? shortenDelegation(decoded, delegated.cnf.jwk) : undefined,
	});
	if (text.length > TEXT_LIMIT) throw new AttestationRefused("attestation_malformed");
	return text;
}

function inWireOrder({ iat, exp, k, t, n, b, s, p, d }: AttestationClaims): AttestationClaims {
	const names = n.map((name) => name.normalize("NFC")) as [string, string];
	const claims = { iat, exp, k, t, n: names, b, s };
	return { ...claims, ...(p === undefined ? {} : { p }), ...(d === undefined ? {} : { d }) };
}

/** RP-5, the checks that need the delegation and no clock. */
function refuseBeyondDelegation({ iat, exp, k, t, s }: AttestationClaims, delegated: DelegationClaims): void {
	const [, first, count] = delegated.sl;
	if (!delegated.k.includes(k)) throw new AttestationRefused("kind_not_delegated");
	if (runsFromSample(k) && exp > t + delegated.max * HOUR) throw new AttestationRefused("time_too_long");
	if (iat < delegated.nbf - CLOCK_TOLERANCE || iat > delegated.exp + CLOCK_TOLERANCE) {
		throw new AttestationRefused("issuer_expired");
	}
	if (s < first || s >= first + count) throw new AttestationRefused("index_out_of_block");
}

function bytesOf(text: string): Uint8Array {
	const bytes = fromBase64url(text);
	if (!bytes) throw new Error("signer gave a signature or kid that is not base64url");
	return bytes;
}
