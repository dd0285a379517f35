import { describe, expect, it } from "vitest";
import { checkCode, type TypedCode } from "@/lib/checkcode/check-code";
import { CODE_HASH_LENGTH, codeHash } from "@/lib/checkcode/code-hash";
import { issuerCodeKeys, verifierCodeKeys } from "@/lib/checkcode/derive-keys";
import { issueCode } from "@/lib/checkcode/issue-code";
import { REVOKED_CODE_LENGTH, revokedCode } from "@/lib/checkcode/revoked-codes";
import { checkSymbol, macsOf, readCode, writeCode } from "@/lib/checkcode/symbols";
import type { Occasion } from "@/lib/policy/occasion";
import { builtInPolicy } from "@/lib/policy/select-policy";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import { utf8 } from "@/lib/shared/bytes";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { packEntries } from "@/lib/shared/sorted-entries";
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
const CONTEXT: CodeContext = { trust: TRUST, now: NOW, ownPast: NOW, occasion: { activity: "venue" } };
const NONE = new Uint8Array();
const LIST: CodeList = {
	...{ day: "2021-08-16", iat: NOW, payload: "" },
	...{ revoked: NONE, revokedHashes: NONE, registered: NONE },
};

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

const symbolsOf = ({ code }: TypedCode) => code.replaceAll(" ", "");
const hashOf = (typed: TypedCode) => codeHash(PHARMACY, symbolsOf(typed));
const entryOf = (typed: TypedCode, kind: AttestationKind = "A") =>
	revokedCode({ pharmacy: PHARMACY, kind, slot: Math.floor(ENDS / 10_800), macs: macsOf(symbolsOf(typed)) });
/** The same code with another symbol at these MAC positions, and the check symbol that belongs to it. */
function changed(typed: TypedCode, ...positions: readonly number[]): TypedCode {
	const values = [...(readCode(typed.code) ?? [])].slice(0, 15);
	for (const position of positions) values[3 + position] = (values[3 + position] ?? 0) ^ 1;
	return { ...typed, code: writeCode([...values, checkSymbol(values)]) };
}
const LATE = { now: NOW + 80 * HOUR, ownPast: NOW + 80 * HOUR };
const DENIED = await trustOf({ denied: [{ sub: PHARMACY, from: NOW, reason: "stolen" }] });
const TOO_OLD = await trustOf({ iat: NOW - 15 * DAY });
const revokes = (typed: TypedCode): CodeList => ({
	...LIST,
	revoked: packEntries([entryOf(typed), entryOf(issue("N"), "N")], REVOKED_CODE_LENGTH),
});
const revokedEarlier: CodeList = { ...LIST, revokedHashes: packEntries([hashOf(issue())], CODE_HASH_LENGTH) };
const insufficient = { outcome: "indeterminate", reason: "code_insufficient" };

describe("the verdict on a typed code", () => {
	it.each<[string, Given, Record<string, unknown>]>([
		["[CC-5] genuine", { list: LIST }, { outcome: "accepted", pharmacy: PHARMACY, warnings: [] }],
		["[CC-8] genuine, no list of its day", {}, { outcome: "accepted", warnings: ["status_unknown"] }],
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
		[
			"[CC-8] revoked, and changed where this door holds no key",
			{ typed: changed(issue(), 1), list: revokes(issue()) },
			{ reason: "revoked" },
		],
		[
			"[CC-8] revoked, and changed where it does",
			{ typed: changed(issue(), 0), list: revokes(issue()) },
			{ reason: "code_rejected" },
		],
		["[CC-8] revoked before there were entries", { list: revokedEarlier }, { reason: "revoked" }],
		["[CC-8] another one revoked", { list: revokes(changed(issue(), 0)) }, { outcome: "accepted" }],
		["[P-3] an injection", { typed: issue("V") }, insufficient],
		["[P-4] a positive test", { typed: issue("R") }, insufficient],
		["[P-2] a negative PCR test", { typed: issue("N") }, { outcome: "accepted" }],
		[
			"[TL-4] the clock's own past warns",
			{ list: LIST, ownPast: NOW + DAY },
			{ outcome: "accepted", warnings: ["clock_behind"] },
		],
		["[TL-4] a clock a day behind", { now: NOW - 2 * DAY }, { reason: "clock_implausible" }],
		["[TL-4] a list too old", { trust: TOO_OLD }, { outcome: "indeterminate", reason: "trust_too_old" }],
		[
			"[TL-4] no list at all: the code alone decides",
			{ trust: undefined },
			{ outcome: "accepted", warnings: ["status_unknown"] },
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

	it("[CC-8] stands for one person, however number, code, birth date and initials are typed or a symbol is changed", () => {
		const typed = issue();
		const passIds = [
			typed,
			{ ...typed, birth: "1990-02-03", initials: "É C" },
			{ ...typed, code: typed.code.toLowerCase().replaceAll(" ", "-"), number: "4O123 3" },
			changed(typed, 1),
			changed(typed, 3, 4, 7, 8, 10),
		].map((each) => {
			const verdict = verdictOf({ typed: each });
			return verdict.outcome === "accepted" ? verdict.passId : verdict.outcome;
		});
		expect(new Set(passIds)).toEqual(new Set([`cc1|40123|A|${Math.floor(ENDS / 10_800)}|900203|EC`]));
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
		["[TL-4] a clock a day behind", { now: NOW - 2 * DAY }, "clock_implausible"],
		["[TL-4] a list too old", { trust: TOO_OLD }, "trust_too_old"],
	])("%s", (_, over, reason) => {
		expect(codeObstacle({ ...CONTEXT, ...over })).toBe(reason);
	});
});
