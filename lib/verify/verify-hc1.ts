/**
 * `HC1:` text → decoded → trust → signer by kid among the list's `dcc` keys → key usage (V-5) → signer's time →
 * revocation → CWT times → policy → verdict.
 */

import type { CoseSign1 } from "@/lib/formats/hc1/cose-sign1";
import { DCC_ENTRIES, type DccPayload } from "@/lib/formats/hc1/dcc-payload";
import { dccReadings } from "@/lib/formats/hc1/dcc-readings";
import { type Hc1Content, openHc1, readHc1Content } from "@/lib/formats/hc1/decode-hc1";
import { importHc1Key, verifyHc1 as verifySignature } from "@/lib/formats/hc1/verify-hc1";
import { readableMrzName } from "@/lib/formats/mrz-name";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Trust } from "@/lib/trust/trust";
import type { ListedKey } from "@/lib/trust/trust-list";
import { judge } from "./judge";
import { checkUnderListedKey, chooseSigner, findSigners } from "./listed-keys";
import { makeVerifiedPass } from "./make-verified-pass";
import { passStatus } from "./pass-status";
import { refuse } from "./refuse";
import { passTrustGate } from "./trust-gate";
import type { Verdict, VerdictWarning } from "./verdict";
import type { VerifiedPass } from "./verified-pass";
import { policyHardStop } from "./verifier-policy";
import type { VerifyContext } from "./verify-context";

const hasSigned = checkUnderListedKey(importHc1Key, verifySignature);

export async function verifyHc1(text: string, context: VerifyContext): Promise<Verdict> {
	const message = openHc1(text);
	if (!message) return refuse("hc1", "hc1_malformed");
	const { trust, now, ownPast, policy } = context;
	const gate = passTrustGate(trust, { needs: "listed keys", now, ownPast, hardStop: policyHardStop(policy) });
	if (gate.outcome === "closed") return refuse("hc1", gate.reason, gate);
	// The platform checks the signature on a thread of its own, while this one reads what was signed.
	const checking = signersOf(message, trust);
	const content = readHc1Content(message.payload);
	const status = content && passStatus(trust, identifiersOf(content.dcc));
	const signers = await checking;
	const { warnings } = gate;
	if (typeof signers === "string") {
		// What nobody is known to have signed and what does not read is no pass at all.
		const damaged = signers === "signature_invalid" && !content;
		return refuse("hc1", damaged ? "hc1_malformed" : signers, { warnings });
	}
	if (!message.understood) return refuse("hc1", "format_unsupported", { warnings });
	return content
		? judgeContent(content, { context, signers, status, warnings })
		: refuse("hc1", "content_incomplete", { warnings });
}

type Signed = {
	readonly context: VerifyContext;
	readonly signers: readonly ListedKey[];
	readonly status: ReturnType<typeof passStatus> | undefined;
	readonly warnings: readonly VerdictWarning[];
};

function judgeContent(content: Hc1Content, { context, signers, status, ...gate }: Signed): Verdict {
	const { now } = context;
	const signer = signerFor(content, signers, now);
	if (typeof signer === "string") return refuse("hc1", signer, gate);
	const pass = passFromHc1(content, signer);
	if (!pass) return refuse("hc1", "kind_unsupported", gate);
	const warnings: VerdictWarning[] = status === "unknown" ? [...gate.warnings, "status_unknown"] : [...gate.warnings];
	const objection = status === "revoked" ? "revoked" : timeObjection(content, now);
	if (objection) return refuse("hc1", objection, { warnings, pass });
	const { family, given, birth } = pass.person;
	if (birth === "" || (family === "" && given === "")) return refuse("hc1", "content_incomplete", { warnings });
	return judge(pass, context, { warnings, readings: () => dccReadings(content.dcc, content.iat ?? now) });
}

function signersOf(message: CoseSign1, trust: Trust): ReturnType<typeof findSigners> {
	const { kid } = message;
	if (kid === undefined) return Promise.resolve("issuer_unknown");
	return findSigners(trust, {
		use: "dcc",
		kid,
		signed(entry) {
			return hasSigned(message, entry, trust.subtle);
		},
	});
}

function signerFor({ iat, dcc }: Hc1Content, signers: readonly ListedKey[], now: NumericDate) {
	return chooseSigner(signers, {
		entitled(entry) {
			return maySign(entry, dcc);
		},
		from: iat ?? now,
		until: now,
	});
}

/** V-5: a DCC signer's extended key usage names the kinds that it may sign. */
function maySign({ kinds }: ListedKey, dcc: DccPayload): boolean {
	if (!kinds) return true;
	return DCC_ENTRIES.every((kind) => !dcc[kind]?.length || kinds.includes(kind));
}

/** Each entry has an identifier of its own: a second one must not save what the first lost, or hide it. */
function identifiersOf({ v = [], t = [], r = [] }: DccPayload): readonly string[] {
	return [...v, ...t, ...r].map(({ ci }) => ci);
}

/** Undefined for a certificate of none of the three kinds. The identity of a pass is its `ci`. */
function passFromHc1({ dcc, exp, issuer }: Hc1Content, signer: ListedKey) {
	const entry = dcc.v?.[0] ?? dcc.t?.[0] ?? dcc.r?.[0];
	if (!entry) return undefined;
	return makeVerifiedPass({
		format: "hc1",
		id: entry.ci,
		person: personOf(dcc),
		issuer: signer.name ?? signer.country ?? issuer,
		dcc,
		expires: exp,
	});
}

/** Some issuers have the transliterated name only, and some write a birth date with a time of day. */
function personOf({ nam, dob }: DccPayload): VerifiedPass["person"] {
	const name = (written = "", mrz = "") => written.trim() || readableMrzName(mrz);
	return { family: name(nam.fn, nam.fnt), given: name(nam.gn, nam.gnt), birth: dob.trim().replace(/[Tt ].*$/, "") };
}

/** RFC 8392 §3.1.4 to §3.1.6; a claim that is absent objects to nothing. */
function timeObjection(
	{ iat = 0, nbf = 0, exp }: Hc1Content,
	now: number,
): "time_not_yet" | "time_expired" | undefined {
	if (now < Math.max(iat, nbf) - CLOCK_TOLERANCE) return "time_not_yet";
	return exp !== undefined && now > exp ? "time_expired" : undefined;
}
