/**
 * SMART Health Card text or texts → decoded → trust → key by issuer and kid → signature → what the key may sign and
 * when → content → revoked → times → policy → verdict.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { decodeShc, readShcFile, type UnverifiedShc } from "@/lib/formats/shc/decode-shc";
import { projectShc } from "@/lib/formats/shc/project-shc";
import { type Revocations, readRevocations, revocationStatus } from "@/lib/formats/shc/revocation";
import { importShcKey, verifyShcSignature } from "@/lib/formats/shc/verify-signature";
import { base64url, utf8 } from "@/lib/shared/bytes";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import type { Trust } from "@/lib/trust/trust";
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

const FORMAT = "shc";

const hasSigned = checkUnderListedKey(importShcKey, verifyShcSignature);

/** Of a file with several cards the first accepted one counts, else the first. */
export async function verifyShc(texts: readonly string[], context: VerifyContext): Promise<Verdict> {
	const [first = ""] = texts;
	const file = texts.length === 1 ? readShcFile(first) : undefined;
	if (!file) return verifyCard(texts, context);
	let verdict: Verdict | undefined;
	for (const jws of file) {
		const next = await verifyCard([jws], context);
		if (next.outcome === "accepted") return next;
		verdict ??= next;
	}
	return verdict ?? refuse(FORMAT, "shc_malformed");
}

async function verifyCard(texts: readonly string[], context: VerifyContext): Promise<Verdict> {
	const decoded = decodeShc(texts);
	if (decoded.outcome === "malformed") {
		const missing: VerdictWarning[] = decoded.detail === "parts_missing" ? ["shc_parts_missing"] : [];
		return refuse(FORMAT, "shc_malformed", { warnings: missing });
	}
	const { trust, now, ownPast, policy } = context;
	const gate = passTrustGate(trust, { needs: "listed keys", now, ownPast, hardStop: policyHardStop(policy) });
	const { warnings } = gate;
	if (gate.outcome === "closed") return refuse(FORMAT, gate.reason, gate);

	const { card } = decoded;
	const signer = await resolveSigner(trust, {
		use: FORMAT,
		kid: card.kid,
		iss: card.iss,
		signed(entry) {
			return hasSigned(card, entry, trust.subtle);
		},
		entitled() {
			return true; // what the card is about is read below
		},
		from: card.nbf,
		until: now,
	});
	if (typeof signer === "string") return refuse(FORMAT, signer, { warnings });
	if (card.critical.some((name) => name !== "b64")) return refuse(FORMAT, "format_unsupported", { warnings });
	return judgeContent(card, { context, signer, warnings });
}

type Signed = {
	readonly context: VerifyContext;
	readonly signer: ListedKey;
	readonly warnings: readonly VerdictWarning[];
};

function judgeContent(card: UnverifiedShc, { context, signer, ...gate }: Signed): Verdict {
	const { trust, now } = context;
	// Of what was signed, never of the signature, which anybody can write in a second way.
	const id = `shc:${base64url(sha256(utf8(card.jws.slice(0, card.jws.lastIndexOf(".")))))}`;
	const projected = projectShc(card, { co: signer.country ?? "ZZ", is: card.iss, ci: id });
	if (projected.outcome === "incomplete") return refuse(FORMAT, "content_incomplete", gate);
	if (projected.outcome === "unsupported") return refuse(FORMAT, "kind_unsupported", gate);
	const { readings, person } = projected;
	const [dcc] = readings;
	if (signer.kinds && !signer.kinds.includes(dcc.v ? "v" : "t")) return refuse(FORMAT, "key_usage", gate);
	const expires = card.exp === undefined ? undefined : Math.floor(card.exp);
	const issuer = signer.name ?? signer.country;
	const pass = makeVerifiedPass({ format: FORMAT, id, person, issuer, dcc, expires });
	const [status, revocation] = [passStatus(trust, [id]), revocationOf(card, trust)];
	const unknown = status === "unknown" || revocation === "unknown";
	const warnings: VerdictWarning[] = unknown ? [...gate.warnings, "status_unknown"] : [...gate.warnings];
	if (status === "revoked" || revocation === "revoked") return refuse(FORMAT, "revoked", { warnings, pass });
	if (now < card.nbf - CLOCK_TOLERANCE) return refuse(FORMAT, "time_not_yet", { warnings, pass });
	if (card.exp !== undefined && now > card.exp) return refuse(FORMAT, "time_expired", { warnings, pass });
	return judge(pass, context, { warnings, readings: () => readings });
}

const revocationsByIssuer = new WeakMap<readonly unknown[], Revocations>();

/** A card with a revocation identifier whose list was never fetched: unknown, which does not block (as TL-5). */
function revocationOf(card: UnverifiedShc, trust: Trust): "valid" | "revoked" | "unknown" {
	const lists = trust.crls.get(card.iss);
	if (!lists) return card.rid === undefined ? "valid" : "unknown";
	const revocations = revocationsByIssuer.get(lists) ?? readRevocations(lists);
	revocationsByIssuer.set(lists, revocations);
	const status = revocationStatus(card, revocations);
	return status === "valid" && card.rid !== undefined && !revocations.before.has(card.kid) ? "unknown" : status;
}
