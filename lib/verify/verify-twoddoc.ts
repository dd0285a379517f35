/**
 * 2D-DOC text → decoded → trust → key by CA and certificate → signature → what the key may sign (V-5) and when →
 * content → expiry → denied → policy → verdict. No field is read before the signature holds.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { decodeTwoddoc, type UnverifiedTwoddoc } from "@/lib/formats/twoddoc/decode-twoddoc";
import { projectTwoddoc } from "@/lib/formats/twoddoc/project-twoddoc";
import { importTwoddocKey, verifyTwoddocSignature } from "@/lib/formats/twoddoc/verify-signature";
import { base64url } from "@/lib/shared/bytes";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { fromParis } from "@/lib/shared/paris-time";
import type { ListedKey } from "@/lib/trust/trust-list";
import { judge } from "./judge";
import { checkUnderListedKey, resolveSigner } from "./listed-keys";
import { makeVerifiedPass } from "./make-verified-pass";
import { passStatus } from "./pass-status";
import { refuse } from "./refuse";
import { passTrustGate } from "./trust-gate";
import type { Verdict, VerdictWarning } from "./verdict";
import { policyHardStop } from "./verifier-policy";
import type { VerifyContext } from "./verify-context";

const FORMAT = "2ddoc";
const hasSigned = checkUnderListedKey(importTwoddocKey, verifyTwoddocSignature);

export async function verifyTwoddoc(text: string, context: VerifyContext): Promise<Verdict> {
	const decoded = decodeTwoddoc(text);
	if (decoded.outcome === "malformed") {
		const lost: VerdictWarning[] = decoded.detail === "control_characters_lost" ? ["control_characters_lost"] : [];
		return refuse(FORMAT, "2ddoc_malformed", { warnings: lost });
	}
	const { trust, now, ownPast, policy } = context;
	const gate = passTrustGate(trust, { needs: "listed keys", now, ownPast, hardStop: policyHardStop(policy) });
	const { warnings } = gate;
	if (gate.outcome === "closed") return refuse(FORMAT, gate.reason, gate);

	const { document } = decoded;
	const { header } = document;
	const signer = await resolveSigner(trust, {
		use: FORMAT,
		kid: header.keyId,
		signed(entry) {
			return hasSigned(document, entry, trust.subtle);
		},
		entitled({ kinds }) {
			return kinds?.includes(header.documentType) ?? true;
		},
		...timeOfSigning(document, now),
	});
	if (typeof signer === "string") {
		const suspected = signer === "signature_invalid" && document.withoutSeparators;
		return refuse(FORMAT, signer, { warnings: suspected ? [...warnings, "control_characters_lost"] : warnings });
	}
	return judgeContent(document, { context, signer, warnings });
}

/** The header knows the day only, in no zone. */
function timeOfSigning({ header }: UnverifiedTwoddoc, now: NumericDate): { from: NumericDate; until: NumericDate } {
	if (header.signed === undefined) return { from: now, until: now };
	return { from: header.signed * DAY, until: (header.signed + 1) * DAY - 1 };
}

type Signed = {
	readonly context: VerifyContext;
	readonly signer: ListedKey;
	readonly warnings: readonly VerdictWarning[];
};

function judgeContent(document: UnverifiedTwoddoc, { context, signer, ...gate }: Signed): Verdict {
	const { trust, now } = context;
	// Never of the signature, which anybody can write in a second way.
	const id = `2ddoc:${base64url(sha256(document.signedBytes))}`;
	const projected = projectTwoddoc(document, id);
	// The signature holds: what does not read is missing, and nothing worse.
	if (projected.outcome === "malformed") return refuse(FORMAT, "content_incomplete", gate);
	if (projected.outcome === "unsupported") return refuse(FORMAT, "kind_unsupported", gate);
	const { dcc, person, lastDay } = projected;
	const expires = lastDay === undefined ? undefined : fromParis(lastDay + 1, 0) - 1;
	const issuer = signer.name ?? signer.country;
	const pass = makeVerifiedPass({ format: FORMAT, id, person, issuer, dcc, expires });
	const status = passStatus(trust, [id]);
	const warnings: VerdictWarning[] = status === "unknown" ? [...gate.warnings, "status_unknown"] : [...gate.warnings];
	if (status === "revoked") return refuse(FORMAT, "revoked", { warnings, pass });
	if (expires !== undefined && now > expires) return refuse(FORMAT, "time_expired", { warnings, pass });
	return judge(pass, context, { warnings });
}
