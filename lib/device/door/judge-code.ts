import "client-only";
import { checkCode, type TypedCode } from "@/lib/checkcode/check-code";
import { codeHash, hasCodeHash } from "@/lib/checkcode/code-hash";
import type { VerifierCodeKeys } from "@/lib/checkcode/derive-keys";
import { acceptsAttestation } from "@/lib/policy/evaluate-policy";
import type { Occasion } from "@/lib/policy/occasion";
import { assertNever } from "@/lib/shared/assert-never";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type CodeList, openCodeList } from "@/lib/trust/code-list";
import type { Trust } from "@/lib/trust/trust";
import { passTrustGate } from "@/lib/verify/trust-gate";
import type { IndeterminateReason } from "@/lib/verify/verdict";
import { policyHardStop, resolvePolicy, type VerifierPolicy } from "@/lib/verify/verifier-policy";
import { database, type RelaisDatabase } from "../store/database";
import { loadCodeList } from "../trust/bundle-cache";
import { rememberAcceptedCode } from "./accepted-codes";
import { underEntryLock } from "./entry-lock-store";

/** The answer to a typed check code, as the door shows it. */
export type CodeVerdict =
	| { readonly outcome: "typo"; readonly field: "number" | "code" | "birth" }
	| { readonly outcome: "locked"; readonly until: NumericDate }
	| {
			readonly outcome: "rejected";
			readonly reason: "code_rejected" | "code_expired" | "revoked" | "issuer_denied" | "policy_refused";
	  }
	| {
			readonly outcome: "indeterminate";
			readonly reason: "code_keys_missing" | "code_insufficient" | IndeterminateReason;
	  }
	/** Provisional (CC-5): compare the identity. */
	| {
			readonly outcome: "accepted";
			/** Five digits. */
			readonly pharmacy: string;
			readonly ends: NumericDate;
			/** For the check-in's pseudonym only. */
			readonly passId: string;
			/** No usable list of revoked codes for its day. */
			readonly statusUnknown: boolean;
	  };

export type CodeContext = {
	readonly keys: VerifierCodeKeys;
	readonly trust: Trust | undefined;
	readonly now: NumericDate;
	readonly newestTimeSeen: NumericDate;
	/** What the paper is shown for: a policy may not take attestations there (P-6). */
	readonly occasion: Occasion;
	readonly db?: RelaisDatabase;
};

/**
 * Judges a typed code with what this device has: its keys, the denials of the trust list (DL-2), the day's list of
 * revoked codes (CC-8). Counts rejections (CC-6) and remembers the hash of an accepted code. Asks nobody.
 */
export async function judgeCode(typed: TypedCode, context: CodeContext): Promise<CodeVerdict> {
	const { keys, trust, now, newestTimeSeen, occasion, db = database() } = context;
	const policy = resolvePolicy("default", trust?.list?.policies ?? [], { now, occasion });
	const gate = trust && passTrustGate(trust, { now, newestTimeSeen, hardStop: policyHardStop(policy) });
	// A code needs no trust list; one that is there has its say (TL-4).
	if (gate?.open === false && gate.reason !== "trust_missing") return { outcome: "indeterminate", reason: gate.reason };
	const checked = await underEntryLock(() => checkCode(keys, typed, now), { now, db });
	switch (checked.outcome) {
		case "typo":
		case "locked":
			return checked;
		case "rejected":
			return { outcome: "rejected", reason: "code_rejected" };
		case "expired":
			return { outcome: "rejected", reason: "code_expired" };
		case "keys_missing":
			return { outcome: "indeterminate", reason: "code_keys_missing" };
		case "accepted": {
			const { pharmacy, kind, symbols, day, ends } = checked;
			if (trust?.list?.denied.some((denied) => denied.sub === pharmacy)) {
				return { outcome: "rejected", reason: "issuer_denied" };
			}
			const hash = codeHash(pharmacy, symbols);
			const list = await readCodeList(day, trust, db);
			if (list !== undefined && hasCodeHash(list.revoked, hash)) return { outcome: "rejected", reason: "revoked" };
			const objection = policyObjection(policy, { kind, ends }, occasion);
			if (objection !== undefined) return objection;
			await rememberAcceptedCode({ hash, day, now }, db);
			const passId = `cc1|${pharmacy}|${symbols}`;
			return { outcome: "accepted", pharmacy, ends, passId, statusUnknown: list === undefined };
		}
	}
}

/**
 * What the policy says to an attestation of which only kind and end are known. That is enough for a negative test: its
 * code ends with its paper, hours after the sample. How long ago an injection or a positive test was, a code does not
 * tell, and the rules ask: the QR code or the pass has to answer.
 */
function policyObjection(
	policy: VerifierPolicy,
	{ kind, ends }: { readonly kind: AttestationKind; readonly ends: NumericDate },
	{ activity }: Occasion,
): CodeVerdict | undefined {
	switch (policy.kind) {
		case "none":
			return undefined;
		case "missing":
			return { outcome: "indeterminate", reason: "policy_missing" };
		case "unusable":
			return { outcome: "indeterminate", reason: "policy_unusable" };
		case "document":
			// On arrival: before it, the code itself was looked at.
			if (policy.at >= ends) return { outcome: "rejected", reason: "code_expired" };
			if (!acceptsAttestation(policy.document, kind, { now: policy.at, activity })) {
				return { outcome: "rejected", reason: "policy_refused" };
			}
			return kind === "A" || kind === "N" ? undefined : { outcome: "indeterminate", reason: "code_insufficient" };
		default:
			return assertNever(policy);
	}
}

/** The cached list of a day, when its signature holds under the cached keyset. */
export async function readCodeList(
	day: string,
	trust: Trust | undefined,
	db: RelaisDatabase = database(),
): Promise<CodeList | undefined> {
	const jwt = await loadCodeList(day, db);
	if (jwt === undefined || trust?.keyset === undefined) return undefined;
	return openCodeList(jwt, { day, keyset: trust.keyset });
}
