import { describe, expect, it } from "vitest";
import { checkCode, type TypedCode } from "@/lib/checkcode/check-code";
import { codeHash, sortCodeHashes } from "@/lib/checkcode/code-hash";
import { issuerCodeKeys, verifierCodeKeys } from "@/lib/checkcode/derive-keys";
import { issueCode } from "@/lib/checkcode/issue-code";
import type { Occasion } from "@/lib/policy/occasion";
import { builtInPolicy } from "@/lib/policy/select-policy";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import { utf8 } from "@/lib/shared/bytes";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import type { CodeList } from "@/lib/trust/code-list";
import { openTrust } from "@/lib/trust/open-trust";
import { keysetJwt, listJwt, NOW, ROOT } from "@/tests/support/authority";
import { type CodeContext, codeObstacle, verifyCode } from "./verify-code";

const PHARMACY = "40123";
const ENDS = NOW + 72 * HOUR;
const master = utf8("0123456789abcdef0123456789abcdef");
const KEYS = verifierCodeKeys(() => master, [0, 2, 5, 6, 9, 11], NOW);

function issue(kind: AttestationKind = "A"): TypedCode {
	const keys = issuerCodeKeys(() => master, PHARMACY, NOW);
	const person = { birth: "1990-02-03", initials: "EC" };
	const issued = issueCode(keys, { pharmacy: PHARMACY, kind, exp: ENDS, ...person });
	if (!issued.ok) throw new Error(issued.error.code);
	return { number: issued.value.number, code: issued.value.code, birth: "900203", initials: "e.c." };
}

async function trustOf(list: Record<string, unknown> = {}) {
	const documents = { root: ROOT.thumbprint, keyset: keysetJwt(), list: listJwt(list) };
	const opened = await openTrust(documents, { subtle: crypto.subtle });
	if (!opened.ok) throw new Error(opened.error.code);
	return opened.value;
}

const TRUST = await trustOf();
const CONTEXT: CodeContext = { trust: TRUST, now: NOW, newestTimeSeen: NOW, occasion: { activity: "venue" } };
const LIST: CodeList = { day: "2021-08-16", iat: NOW, revoked: new Uint8Array(), registered: new Uint8Array() };

type Given = Partial<CodeContext> & {
	readonly typed?: TypedCode;
	readonly list?: CodeList;
	readonly keys?: typeof KEYS;
};

/** As a door asks: what the check of the code says at that time, then the verdict. */
function verdictOf({ typed = issue(), list, keys = KEYS, ...over }: Given = {}) {
	const context = { ...CONTEXT, ...over };
	return verifyCode(checkCode(keys, typed, context.now), { ...context, list });
}

const hashOf = ({ code }: TypedCode) => codeHash(PHARMACY, code.replaceAll(" ", ""));
const LATE = { now: NOW + 80 * HOUR, newestTimeSeen: NOW + 80 * HOUR };
const DENIED = await trustOf({ denied: [{ sub: PHARMACY, from: NOW, reason: "stolen" }] });
const TOO_OLD = await trustOf({ iat: NOW - 15 * DAY });
const revokes = (typed: TypedCode): CodeList => ({ ...LIST, revoked: sortCodeHashes([hashOf(typed)]) });
const insufficient = { outcome: "indeterminate", reason: "code_insufficient" };

describe("the verdict on a typed code", () => {
	it.each<[string, Given, Record<string, unknown>]>([
		["[CC-5] genuine", { list: LIST }, { outcome: "accepted", pharmacy: PHARMACY, statusUnknown: false }],
		["[CC-8] genuine, no list of its day", {}, { outcome: "accepted", statusUnknown: true }],
		["[CC-5] a typo", { typed: { ...issue(), number: "401230" } }, { outcome: "typo", field: "number" }],
		[
			"[CC-5] another person",
			{ typed: { ...issue(), birth: "900204" } },
			{ outcome: "rejected", reason: "code_rejected" },
		],
		["[CC-5] over", LATE, { outcome: "rejected", reason: "code_expired" }],
		["[CC-5] no keys of the day", { keys: { days: {} } }, { outcome: "indeterminate", reason: "code_keys_missing" }],
		["[DL-2] of a denied pharmacy", { trust: DENIED }, { outcome: "rejected", reason: "issuer_denied" }],
		["[DL-2] denied before revoked", { trust: DENIED, list: revokes(issue()) }, { reason: "issuer_denied" }],
		["[CC-8] revoked", { list: revokes(issue()) }, { outcome: "rejected", reason: "revoked" }],
		["[P-3] an injection", { typed: issue("V") }, insufficient],
		["[P-4] a positive test", { typed: issue("R") }, insufficient],
		["[P-2] a negative PCR test", { typed: issue("N") }, { outcome: "accepted" }],
		["[TL-4] a clock a day behind", { newestTimeSeen: NOW + 2 * DAY }, { reason: "clock_implausible" }],
		["[TL-4] a list too old", { trust: TOO_OLD }, { outcome: "indeterminate", reason: "trust_too_old" }],
		[
			"[TL-4] no list at all: the code alone decides",
			{ trust: undefined },
			{ outcome: "accepted", statusUnknown: true },
		],
	])("%s", (_, given, expected) => {
		expect(verdictOf(given)).toMatchObject({ format: "code", ...expected });
	});

	it("[P-6] is a refusal where the policy takes no attestations, and follows the destination of a journey", async () => {
		const noPaper = { ...builtInPolicy(), id: "NO-PAPER", activities: ["train"], attestations: [] };
		const { countries: _, ...onTrains } = noPaper;
		const trust = await trustOf({ policies: [onTrains] });
		const judged = (occasion: Occasion) => verdictOf({ trust, occasion });
		expect(judged({ activity: "venue" }).outcome).toBe("accepted");
		expect(judged({ activity: "train" })).toMatchObject({ outcome: "rejected", reason: "policy_refused" });
		const germany = { activity: "journey", destination: "DE" } as const;
		expect(judged(germany)).toMatchObject({ outcome: "indeterminate", reason: "policy_missing" });
		const toFrance = { activity: "journey", destination: "FR" } as const;
		expect(judged(toFrance).outcome).toBe("accepted");
		const arrivesLate = { ...toFrance, arrival: { at: NOW + 73 * HOUR } };
		expect(judged(arrivesLate)).toMatchObject({ outcome: "rejected", reason: "code_expired" });
	});

	it("[CC-8] names what a verifier remembers: the hash that the lists hold, and their day", () => {
		const typed = issue();
		expect(verdictOf({ typed })).toMatchObject({ hash: hashOf(typed), day: "2021-08-16" });
	});
});

describe("what stands against every code", () => {
	it.each<[string, Partial<CodeContext>, string | undefined]>([
		["nothing, with fresh lists", {}, undefined],
		["nothing, without any list", { trust: undefined }, undefined],
		["[TL-4] a clock a day behind", { newestTimeSeen: NOW + 2 * DAY }, "clock_implausible"],
		["[TL-4] a list too old", { trust: TOO_OLD }, "trust_too_old"],
	])("%s", (_, over, reason) => {
		expect(codeObstacle({ ...CONTEXT, ...over })).toBe(reason);
	});
});
