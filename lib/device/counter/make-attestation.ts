import "client-only";
import { issueAttestation } from "@/lib/attest/issue-attestation";
import { joseSigner } from "@/lib/attest/signer";
import type { IssuerCodeKeys } from "@/lib/checkcode/derive-keys";
import { slotOf, slotStart } from "@/lib/checkcode/expiry-slot";
import { initialsOf } from "@/lib/checkcode/holder-facts";
import { issueCode } from "@/lib/checkcode/issue-code";
import type { AttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { expiryUnder } from "@/lib/kit/choose-delegations";
import type { OwnDelegation } from "@/lib/kit/own-delegation";
import { type RecordInput, recordInput } from "@/lib/protocol/records";
import { stripNumberOf } from "@/lib/protocol/strip-number";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import { base64url } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import type { UnlockedDevice } from "../identity/stored-device";
import type { AttestationDraft } from "./attestation-draft";
import { claimsOf, type HolderSecrets, type Issue, namesOnPaper, recordOf, sheetOf } from "./attestation-projections";
import type { AttestationSheet } from "./sealed-attestation";

/** Signature and check code of one attestation, and what goes to the holder and to the authority. Stores nothing. */

/** What an unlocked device needs to issue: undefined where it is no counter. */
export type Issuer = Pick<UnlockedDevice, "privateKey" | "publicJwk"> & {
	readonly pharmacy: NonNullable<UnlockedDevice["pharmacy"]>;
	readonly codeKeys: IssuerCodeKeys;
};

export function issuerOf({ privateKey, publicJwk, pharmacy, codeKeys }: UnlockedDevice): Issuer | undefined {
	if (pharmacy === null || codeKeys.holder !== "issuer") return undefined;
	return { privateKey, publicJwk, pharmacy, codeKeys };
}

export type MakingFailure = Failure<"code_keys_missing" | "record_malformed" | "signing_failed">;

export type Making = {
	readonly issuer: Issuer;
	readonly delegation: OwnDelegation;
	/** Reserved for this attestation. */
	readonly index: number;
	/** The start that issues it, and its running number there. */
	readonly start: RecordInput["start"];
	readonly now: NumericDate;
	/** IANA name. */
	readonly zone: string;
};

export type MadeAttestation = { readonly sheet: AttestationSheet; readonly record: RecordInput };

const refuse = (code: MakingFailure["code"]) => err({ code, retryable: false });

export async function makeAttestation(
	draft: AttestationDraft,
	{ issuer, delegation, index, start, now, zone }: Making,
): Promise<Result<MadeAttestation, MakingFailure>> {
	const expires = endWithCode(expiryUnder(delegation, draft, now), { kind: draft.kind, now });
	const code = issueCode(issuer.codeKeys, {
		pharmacy: issuer.pharmacy.number,
		kind: draft.kind,
		exp: expires,
		birth: draft.identity.birth,
		initials: initialsOf(namesOnPaper(draft)),
	});
	if (!code.ok) return refuse(code.error.code === "code_keys_missing" ? "code_keys_missing" : "record_malformed");

	const issue: Issue = { draft, index, start, now, expires, zone };
	const rp1 = await sign(claimsOf(issue), issuer, delegation);
	if (rp1 === undefined) return refuse("signing_failed");

	const holder = drawHolderSecrets();
	const record = recordInput.safeParse(recordOf(issue, { rp1, holder }));
	if (!record.success) return refuse("record_malformed");
	const sheet = sheetOf(issue, { rp1, holder, code: code.value, pharmacy: issuer.pharmacy });
	return ok({ sheet, record: record.data });
}

/**
 * [SH-4] A code can end only where a slot of three hours begins. The paper of a vaccination, whose length no policy counts,
 * ends there with it. A test's paper lasts as long as the test does: its code ends less than three hours before.
 */
function endWithCode(longest: NumericDate, { kind, now }: { kind: AttestationKind; now: NumericDate }): NumericDate {
	const slot = slotStart(slotOf(longest));
	return kind === "V" && slot > now ? slot : longest;
}

export function drawHolderSecrets(): HolderSecrets {
	const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
	return {
		holderToken: base64url(crypto.getRandomValues(new Uint8Array(16))),
		stripNumber: stripNumberOf(random),
	};
}

/** Undefined: claims that no verifier would take, or a key that the browser no longer lets us use. */
async function sign(claims: AttestationClaims, issuer: Issuer, { jwt }: OwnDelegation): Promise<string | undefined> {
	const signer = joseSigner(issuer.privateKey, issuer.publicJwk);
	try {
		// Embedded: a door that never heard of this delegation verifies the paper in a cellar.
		const issuing = await issueAttestation(claims, { delegation: jwt, signer, embed: true });
		return issuing.outcome === "issued" ? issuing.text : undefined;
	} catch (error) {
		if (error instanceof DOMException) return undefined;
		throw error;
	}
}
