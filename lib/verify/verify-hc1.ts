/**
 * `HC1:` text → decoded → trust → signer by kid among the list's `dcc` keys → key usage (V-5) → signer's time →
 * revocation → CWT times → policy → verdict.
 */
import type { DccPayload } from "@/lib/formats/hc1/dcc-payload";
import { decodeHc1, type UnverifiedHc1 } from "@/lib/formats/hc1/decode-hc1";
import { importHc1Key, verifyHc1 as verifySignature } from "@/lib/formats/hc1/verify-hc1";
import type { Trust } from "@/lib/trust/trust";
import type { ListedKey } from "@/lib/trust/trust-list";
import { judge } from "./judge";
import { CLOCK_SKEW, lazyImport, resolveSigner, type SignerObjection } from "./listed-keys";
import { passStatus } from "./pass-status";
import { refuse } from "./refuse";
import { passTrustGate } from "./trust-gate";
import type { Verdict, VerdictWarning } from "./verdict";
import { asVerified } from "./verified-pass";
import { policyHardStop } from "./verifier-policy";
import type { VerifyContext } from "./verify-context";

const dccKey = lazyImport(importHc1Key);

export async function verifyHc1(text: string, context: VerifyContext): Promise<Verdict> {
	const decoded = decodeHc1(text);
	if (!decoded) return refuse("hc1", "hc1_malformed");
	const { trust, now, newestTimeSeen, policy } = context;
	const gate = passTrustGate(trust, { now, newestTimeSeen, hardStop: policyHardStop(policy) });
	if (!gate.open) return refuse("hc1", gate.reason, { warnings: gate.warnings });

	const signer = await signerOf(decoded, trust, now);
	if (typeof signer === "string") return refuse("hc1", signer, { warnings: gate.warnings });
	const pass = passFromHc1(decoded, signer);
	if (!pass) return refuse("hc1", "kind_unsupported", { warnings: gate.warnings });

	const status = passStatus(trust, identifiersOf(decoded.dcc));
	const warnings: VerdictWarning[] = status === "unknown" ? [...gate.warnings, "status_unknown"] : [...gate.warnings];
	const objection = status === "revoked" ? "revoked" : timeObjection(decoded, now);
	if (objection) return refuse("hc1", objection, { warnings, pass });
	return judge(pass, context, warnings);
}

function signerOf(pass: UnverifiedHc1, trust: Trust, now: number): Promise<ListedKey | SignerObjection> {
	if (pass.kid === undefined) return Promise.resolve("issuer_unknown");
	return resolveSigner(trust, {
		use: "dcc",
		kid: pass.kid,
		signed(entry) {
			return hasSigned(entry, pass, trust.subtle);
		},
		entitled(entry) {
			return maySign(entry, pass.dcc);
		},
		from: pass.iat ?? now,
		until: now,
	});
}

async function hasSigned(candidate: ListedKey, pass: UnverifiedHc1, subtle: SubtleCrypto): Promise<boolean> {
	const key = await dccKey(candidate, subtle);
	return key !== undefined && verifySignature(pass, key, subtle);
}

/** V-5: a DCC signer's extended key usage names the kinds that it may sign. */
function maySign({ kinds }: ListedKey, dcc: DccPayload): boolean {
	if (!kinds) return true;
	return (["v", "t", "r"] as const).every((kind) => !dcc[kind]?.length || kinds.includes(kind));
}

/** Each entry has an identifier of its own: a second one must not save what the first lost, or hide it. */
function identifiersOf({ v = [], t = [], r = [] }: DccPayload): readonly string[] {
	return [...v, ...t, ...r].map(({ ci }) => ci);
}

/** Undefined for a certificate of none of the three kinds. The identity of a pass is its `ci`. */
function passFromHc1({ dcc, exp, issuer }: UnverifiedHc1, signer: ListedKey) {
	const entry = dcc.v?.[0] ?? dcc.t?.[0] ?? dcc.r?.[0];
	if (!entry) return undefined;
	return asVerified({
		format: "hc1",
		id: entry.ci,
		// Some issuers write an empty name where they have the transliterated one only.
		person: { family: dcc.nam.fn || dcc.nam.fnt, given: dcc.nam.gn || dcc.nam.gnt || "", birth: dcc.dob },
		issuer: signer.name ?? signer.country ?? issuer,
		dcc,
		expires: exp,
	});
}

/** RFC 8392 §3.1.4 to §3.1.6; a claim that is absent objects to nothing. */
function timeObjection(
	{ iat = 0, nbf = 0, exp }: UnverifiedHc1,
	now: number,
): "time_not_yet" | "time_expired" | undefined {
	if (now < Math.max(iat, nbf) - CLOCK_SKEW) return "time_not_yet";
	return exp !== undefined && now > exp ? "time_expired" : undefined;
}
