/**
 * SMART Health Cards: the cases that come as text (numeric QR, compact JWS, file), each judged without a policy an
 * hour after its `nbf`, under a list that holds the case's keys for the card's issuer.
 */
import { createPublicKey, type JsonWebKey } from "node:crypto";
import { decodeShc, readShcFile } from "@/lib/formats/shc/decode-shc";
import type { Verdict } from "@/lib/verify/verdict";
import { verifyPass } from "@/lib/verify/verify-pass";
import { agreement, type CaseResult, type ConformanceSet } from "./agreement";
import { readCorpus } from "./corpus";
import { type ForeignKey, trustAt } from "./trust-at";

type Jwk = JsonWebKey & { readonly kid?: string };
type ShcCase = {
	readonly id: string;
	readonly kind: string;
	readonly qr_numeric?: readonly string[];
	readonly jws?: string;
	readonly file?: string;
	readonly jwks?: { readonly keys: readonly Jwk[] };
	/** Which keys belong to which issuer, where that is the point of the case. */
	readonly iss_keys?: Readonly<Record<string, readonly string[]>>;
	readonly crl?: { readonly kid: string };
	readonly expected: string;
};

/** The issuer of the specification's examples, whose keys most cases bring. */
const EXAMPLE_ISSUER = "https://spec.smarthealth.cards/examples/issuer";
const DEFAULT_NOW = Date.UTC(2021, 7, 13) / 1000;

/**
 * What each expectation means as a verdict. Upstream judges signatures and files; a genuine card without vaccination
 * or COVID-19 result is `kind_unsupported` here (spec V-3), which is only said once the signature held.
 */
const EXPECTATIONS: Readonly<Record<string, (verdict: Verdict) => boolean>> = {
	valid: ({ outcome, reason }) => outcome === "accepted" || reason === "kind_unsupported",
	revoked: because("revoked"),
	bad_signature: because("signature_invalid"),
	signature_der: because("signature_invalid"),
	issuer_unknown: because("issuer_unknown"),
	kid_unknown: because("issuer_unknown"),
	iss_kid_mismatch: because("issuer_unknown"),
	header_missing_alg: because("shc_malformed"),
	header_missing_kid: because("shc_malformed"),
	header_missing_zip: because("shc_malformed"),
	payload_bom: because("shc_malformed"),
	inflate_error: because("shc_malformed"),
	issuer_url_http: because("shc_malformed"),
	qr_odd_digits: because("shc_malformed"),
	qr_chunk_missing: ({ reason, warnings }) => reason === "shc_malformed" && warnings.includes("shc_parts_missing"),
	trailing_characters: ({ outcome }) => outcome === "rejected",
	// Profiles are not checked. What breaks one is accepted for what else it says, or says nothing that counts here.
	content_profile: ({ outcome, reason }) =>
		outcome === "accepted" || reason === "kind_unsupported" || reason === "content_incomplete",
	// A warning upstream; the card also lacks `nbf` and the type of a health card.
	too_long_for_qr: because("shc_malformed"),
};

function meets(verdict: Verdict, expected: string): boolean {
	// The card is good, its issuer's revocation list is not.
	if (expected.startsWith("crl_")) return acceptedWithUnknownStatus(verdict);
	// The other words of the collectors name one fault each.
	return EXPECTATIONS[expected]?.(verdict) ?? verdict.outcome !== "accepted";
}

export const shc: ConformanceSet = {
	name: "SHC (text kinds)",
	run: async () => {
		const cases = readCorpus<ShcCase>("shc/cases.jsonl")?.filter(({ kind }) => kind !== "qr_image");
		return cases && Promise.all(cases.map(judgeCase));
	},
};

async function judgeCase(entry: ShcCase): Promise<CaseResult> {
	const text = entry.qr_numeric ?? entry.jws ?? entry.file ?? "";
	const decoded = decodeShc(typeof text === "string" ? (readShcFile(text)?.[0] ?? text) : text);
	const card = decoded.outcome === "decoded" ? decoded.card : undefined;
	const now = Math.floor(card?.nbf ?? DEFAULT_NOW) + 3600;
	const iss = entry.expected === "issuer_unknown" ? EXAMPLE_ISSUER : (card?.iss ?? EXAMPLE_ISSUER);
	const keys = (entry.jwks?.keys ?? []).flatMap((jwk) => toForeignKey(jwk, issuerOf(jwk, entry) ?? iss));
	const trust = await trustAt(now, { keys, ...(entry.crl ? { crls: { [iss]: [entry.crl] } } : {}) });
	const verdict = await verifyPass(text, trust, { now, policy: "none" });
	const agreed = meets(verdict, entry.expected);
	return agreement(entry.id, agreed, `expected ${entry.expected}, got ${verdict.outcome} ${verdict.reason ?? ""}`);
}

function issuerOf({ kid = "" }: Jwk, { iss_keys }: ShcCase): string | undefined {
	return Object.entries(iss_keys ?? {}).find(([, kids]) => kids.includes(kid))?.[0];
}

/** Some cases bring keys that are deliberately none. */
function toForeignKey(jwk: Jwk, iss: string): ForeignKey[] {
	try {
		const spki = createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "der" });
		return [{ use: "shc", kid: jwk.kid ?? "", iss, spki: spki.toString("base64") }];
	} catch {
		return [];
	}
}

function because(reason: string): (verdict: Verdict) => boolean {
	return (verdict) => verdict.reason === reason;
}

function acceptedWithUnknownStatus({ outcome, warnings }: Verdict): boolean {
	return outcome === "accepted" && warnings.includes("status_unknown");
}
