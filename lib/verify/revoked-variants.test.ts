/** A revoked code whose symbols were changed, at every door that could be fooled by it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkCode } from "@/lib/checkcode/check-code";
import { deriveGKey, derivePKeys, deviceSeed, POSITIONS, verifierPositions } from "@/lib/checkcode/derive-keys";
import { issueCode } from "@/lib/checkcode/issue-code";
import { REVOKED_CODE_LENGTH, revokedCode } from "@/lib/checkcode/revoked-codes";
import { checkSymbol, macsOf, readCode, writeCode } from "@/lib/checkcode/symbols";
import { base64url } from "@/lib/shared/bytes";
import { HOUR } from "@/lib/shared/numeric-date";
import { packEntries } from "@/lib/shared/sorted-entries";
import { verifyCode } from "./verify-code";

const NOW = 1_628_868_600;
const DAY = "2021-08-16";
const DOORS = 1_000;
const MASTER = new Uint8Array(32).fill(7);
const EXP = NOW + 72 * HOUR;
const PERSON = { birth: "1990-02-03", initials: "EC" };
const PAPER = { pharmacy: "40123", kind: "A" } as const;
const NONE = new Uint8Array();
const G_KEYS = Array.from({ length: POSITIONS }, (_, i) => base64url(deriveGKey(MASTER, DAY, i)));

function printed() {
	const days = { [DAY]: derivePKeys(MASTER, PAPER.pharmacy, DAY).map(base64url) };
	const issued = issueCode({ pharmacy: PAPER.pharmacy, days }, { ...PAPER, ...PERSON, exp: EXP });
	if (!issued.ok) throw new Error(issued.error.code);
	return { number: issued.value.number, values: (readCode(issued.value.code) ?? []).slice(0, 15) };
}

const CODE = printed();
const ENTRY = revokedCode({ ...PAPER, slot: Math.floor(EXP / 10_800), macs: macsOf(`${writeCode(CODE.values)}0`) });
const REVOKED = packEntries([ENTRY], REVOKED_CODE_LENGTH);

/** The verdict of door `door` on the code with `change` XORed onto its MAC symbols. */
function verdictAt(door: number, change: readonly number[], revoked: Uint8Array<ArrayBuffer>) {
	const positions = verifierPositions(deviceSeed(MASTER, `door ${door}`));
	const keys = { days: { [DAY]: Object.fromEntries(positions.map((i) => [String(i), G_KEYS[i] ?? ""])) } };
	const values = CODE.values.map((value, i) => value ^ (change[i - 3] ?? 0));
	const typed = { ...PERSON, number: CODE.number, code: writeCode([...values, checkSymbol(values)]) };
	const list = { day: DAY, iat: NOW, payload: "", revoked, revokedHashes: NONE, registered: NONE };
	const context = { trust: undefined, now: NOW, ownPast: undefined, occasion: { activity: "venue" } } as const;
	const verdict = verifyCode(checkCode(keys, typed, NOW), { ...context, list });
	return verdict.outcome === "rejected" ? verdict.reason : verdict.outcome;
}

/** `count` of the twelve symbols changed, each to another one. */
const changes = (count: number) =>
	fc
		.tuple(
			fc.shuffledSubarray([...Array(POSITIONS).keys()], { minLength: count, maxLength: count }),
			fc.array(fc.integer({ min: 1, max: 31 }), { minLength: count, maxLength: count }),
		)
		.map(([places, xors]) => {
			const change = new Array<number>(POSITIONS).fill(0);
			places.forEach((place, i) => {
				change[place] = xors[i] ?? 0;
			});
			return change;
		});

describe("[CC-8] a revoked code", () => {
	it.each([0, 1, 2, 5])("with %i changed symbols is accepted by none of 1,000 doors", (count) => {
		const seen = new Map<string, number>();
		const drawn = fc.sample(changes(count), { numRuns: DOORS, seed: count });
		for (const [door, change] of drawn.entries()) {
			const said = verdictAt(door, change, REVOKED);
			seen.set(said, (seen.get(said) ?? 0) + 1);
		}
		expect(seen.get("accepted") ?? 0).toBe(0);
		expect((seen.get("revoked") ?? 0) + (seen.get("code_rejected") ?? 0)).toBe(DOORS);
		// The doors whose positions were all left alone say so, and they would have accepted it.
		expect(seen.get("revoked") ?? 0).toBeGreaterThan(0);
		const lenient = drawn.filter((change, door) => verdictAt(door, change, NONE) === "accepted").length;
		expect(lenient).toBe(seen.get("revoked"));
	});
});
