import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import { civilDay } from "@/lib/shared/civil-day";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { checkCode, type TypedCode } from "./check-code";
import {
	deriveGKey,
	deviceSeed,
	issuerCodeKeys,
	POSITIONS,
	type VerifierCodeKeys,
	verifierCodeKeys,
	verifierPositions,
} from "./derive-keys";
import { SLOT_LENGTH } from "./expiry-slot";
import { type CodeRequest, issueCode } from "./issue-code";
import { ALPHABET, checkSymbol, groupCode, readCode, writeCode } from "./symbols";

const MASTER = new Uint8Array(32).fill(7);
const NOW = civilDay(2021, 8, 13) * DAY + 15 * HOUR;
const PHARMACY = "40123";
const ISSUER = issuerCodeKeys(() => MASTER, PHARMACY, NOW);
const VERIFIER = verifierCodeKeys(() => MASTER, verifierPositions(deviceSeed(MASTER, "door-1")), NOW);
const ALL_POSITIONS = Array.from({ length: POSITIONS }, (_, position) => position);
const REQUEST: CodeRequest = {
	pharmacy: PHARMACY,
	kind: "A",
	exp: NOW + 72 * HOUR,
	birth: "1990-02-03",
	initials: "EC",
};

function issued(change: Partial<CodeRequest> = {}): TypedCode {
	const request = { ...REQUEST, ...change };
	const result = issueCode(ISSUER, request);
	if (!result.ok) throw new Error(result.error.code);
	return { number: result.value.number, code: result.value.code, birth: request.birth, initials: request.initials };
}

function symbolsOf(typed: TypedCode): string {
	return typed.code.replaceAll(" ", "");
}

function withSymbols(typed: TypedCode, values: readonly number[]): TypedCode {
	return { ...typed, code: writeCode([...values.slice(0, 15), checkSymbol(values.slice(0, 15))]) };
}

describe("a genuine code", () => {
	it("[CC-5] is accepted with the facts that were printed", () => {
		expect(checkCode(VERIFIER, issued(), NOW)).toMatchObject({
			outcome: "accepted",
			pharmacy: PHARMACY,
			kind: "A",
			positions: verifierPositions(deviceSeed(MASTER, "door-1")),
		});
	});

	it("[CC-5] is accepted for every kind, holder and expiry that the keys of both sides cover", () => {
		const request = fc.record({
			kind: fc.constantFrom<AttestationKind>("A", "N", "V", "R"),
			exp: fc.integer({ min: NOW + SLOT_LENGTH, max: NOW + 10 * DAY }),
			birth: fc.constantFrom("1990", "1990-02", "1990-02-03", "900203"),
			initials: fc.string({ maxLength: 3, unit: "binary" }),
		});
		fc.assert(
			fc.property(request, (change) => {
				expect(checkCode(VERIFIER, issued(change), NOW).outcome).toBe("accepted");
			}),
		);
	});

	it("[CC-3] does not fit another holder, pharmacy, kind or expiry", () => {
		const typed = issued();
		const values = readCode(typed.code) ?? [];
		const other = issueCode({ ...ISSUER, pharmacy: "40124" }, { ...REQUEST, pharmacy: "40124" });
		expect(other.ok).toBe(true);
		const wrong: TypedCode[] = [
			{ ...typed, birth: "1990-02-04" },
			{ ...typed, initials: "CE" },
			{ ...typed, number: other.ok ? other.value.number : "" },
			withSymbols(typed, [9, ...values.slice(1)]),
			withSymbols(typed, [8, values[1] ?? 0, (values[2] ?? 0) ^ 1, ...values.slice(3)]),
		];
		for (const forged of wrong) expect(checkCode(VERIFIER, forged, NOW).outcome).toBe("rejected");
	});

	it("[CC-5] reads the same however the birth date, case, accents and separators are typed", () => {
		const typed = issued();
		const lazily = { number: "4o I23-3", code: symbolsOf(typed).toLowerCase(), birth: " 900203 ", initials: "é. ç." };
		expect(lazily.number.length).toBe(8);
		expect(checkCode(VERIFIER, { ...lazily, number: "40 I23 3" }, NOW).outcome).toBe("accepted");
		expect(checkCode(VERIFIER, lazily, NOW).outcome).toBe("accepted");
	});
});

describe("expiry", () => {
	it("[CC-7] ends at the start of the slot, to the second", () => {
		const exp = NOW + 72 * HOUR + 1;
		const start = Math.floor(exp / SLOT_LENGTH) * SLOT_LENGTH;
		const keys = verifierCodeKeys(() => MASTER, ALL_POSITIONS, start);
		expect(checkCode(keys, issued({ exp }), start - 1)).toMatchObject({ outcome: "accepted", ends: start });
		expect(checkCode(keys, issued({ exp }), start)).toEqual({ outcome: "expired", ended: start });
	});

	it("[CC-5] needs no key to be expired, and keys to be anything more", () => {
		const none: VerifierCodeKeys = { days: {} };
		expect(checkCode(none, issued(), NOW + 73 * HOUR).outcome).toBe("expired");
		expect(checkCode(none, issued(), NOW)).toEqual({ outcome: "keys_missing", day: "2021-08-16" });
	});

	it("[CC-7] takes the slot nearest to now: 64 days either side", () => {
		const typed = issued({ exp: NOW });
		const start = Math.floor(NOW / SLOT_LENGTH) * SLOT_LENGTH;
		const none: VerifierCodeKeys = { days: {} };
		expect(checkCode(none, typed, start + 64 * DAY - 1).outcome).toBe("expired");
		expect(checkCode(none, typed, start + 64 * DAY + 1)).toEqual({ outcome: "keys_missing", day: "2021-12-19" });
		expect(checkCode(none, typed, start - 64 * DAY + 1)).toEqual({ outcome: "keys_missing", day: "2021-08-13" });
		expect(checkCode(none, typed, start - 64 * DAY - 1).outcome).toBe("expired");
	});
});

describe("keys", () => {
	it("[CC-4] wants at least six positions, each a whole key", () => {
		const day = "2021-08-16";
		const five = { days: { [day]: Object.fromEntries(Object.entries(VERIFIER.days[day] ?? {}).slice(1)) } };
		expect(checkCode(five, issued(), NOW).outcome).toBe("keys_missing");
		const short = { days: { [day]: { ...five.days[day], "0": "AAAA", "99": "AAAAAAAAAAAAAAAAAAAAAA" } } };
		expect(checkCode(short, issued(), NOW).outcome).toBe("keys_missing");
	});

	it("[CC-4] a verifier cannot make a code that one with other positions accepts", () => {
		const thief = verifierPositions(deviceSeed(MASTER, "door-1"));
		const typed = issued();
		const values = [...(readCode(typed.code) ?? [])];
		for (const position of ALL_POSITIONS) {
			if (!thief.includes(position)) values[3 + position] = (values[3 + position] ?? 0) ^ 1;
		}
		const forged = withSymbols(typed, values);
		expect(checkCode(VERIFIER, forged, NOW).outcome).toBe("accepted");
		const others = ALL_POSITIONS.filter((position) => !thief.includes(position));
		expect(
			checkCode(
				verifierCodeKeys(() => MASTER, others, NOW),
				forged,
				NOW,
			).outcome,
		).toBe("rejected");
	});

	it("[CC-4] positions are six, distinct, stable, and spread over devices", () => {
		const counts = new Array<number>(POSITIONS).fill(0);
		for (let device = 0; device < 600; device++) {
			const positions = verifierPositions(deviceSeed(MASTER, `device-${device}`));
			expect(positions).toEqual(verifierPositions(deviceSeed(MASTER, `device-${device}`)));
			expect(new Set(positions).size).toBe(6);
			for (const position of positions) counts[position] = (counts[position] ?? 0) + 1;
		}
		for (const count of counts) expect(Math.abs(count - 300)).toBeLessThan(60);
	});

	it("[CC-4] covers 34 days at the counter and 11 at the door", () => {
		expect(Object.keys(ISSUER.days)).toHaveLength(34);
		expect(Object.keys(ISSUER.days)[0]).toBe("2021-08-13");
		expect(Object.keys(VERIFIER.days)).toHaveLength(11);
		expect(issueCode(ISSUER, { ...REQUEST, exp: NOW + 35 * DAY })).toMatchObject({
			ok: false,
			error: { code: "code_keys_missing" },
		});
	});

	it("[CC-1] keys differ by day and position", () => {
		const keys = ["2021-08-13", "2021-08-14"].flatMap((day) => [0, 1].map((i) => deriveGKey(MASTER, day, i).join()));
		expect(new Set(keys).size).toBe(4);
	});
});

describe("typing", () => {
	it("[CC-5] any one wrong symbol is a typo", () => {
		const symbols = symbolsOf(issued());
		fc.assert(
			fc.property(fc.nat(15), fc.nat(31), (at, value) => {
				fc.pre(ALPHABET[value] !== symbols[at]);
				const code = symbols.slice(0, at) + ALPHABET[value] + symbols.slice(at + 1);
				expect(checkCode(VERIFIER, { ...issued(), code }, NOW)).toEqual({ outcome: "typo", field: "code" });
			}),
		);
	});

	it("[CC-5] any two neighbours exchanged are a typo, the check symbol included", () => {
		fc.assert(
			fc.property(fc.array(fc.nat(31), { minLength: 15, maxLength: 15 }), fc.nat(14), (values, at) => {
				const symbols = [...values, checkSymbol(values)];
				fc.pre(symbols[at] !== symbols[at + 1]);
				const swapped = symbols.with(at, symbols[at + 1] ?? 0).with(at + 1, symbols[at] ?? 0);
				expect(readCode(writeCode(symbols))).toEqual(symbols);
				expect(readCode(writeCode(swapped))).toBeUndefined();
			}),
		);
	});

	it("[CC-5] wrong length, alphabet, Damm digit and birth date are typos", () => {
		const typed = issued();
		const cases: [Partial<TypedCode>, string][] = [
			[{ code: "" }, "code"],
			[{ code: symbolsOf(typed).slice(1) }, "code"],
			[{ code: `${symbolsOf(typed)}0` }, "code"],
			[{ code: typed.code.replace(/.$/, "*") }, "code"],
			// U+0131 upper-cases to I, U+017F to S: neither is a symbol.
			[{ code: typed.code.replace(/.$/, "\u0131") }, "code"],
			[{ code: typed.code.replace(/.$/, "\u017f") }, "code"],
			[{ code: " ".repeat(100_000) }, "code"],
			[{ number: "40123" }, "number"],
			[{ number: "40123-4" }, "number"],
			[{ number: "401233-3" }, "number"],
			[{ number: "\u0664\u0660\u0661\u0662\u0663\u0663" }, "number"],
			[{ birth: "" }, "birth"],
			[{ birth: "03/02/1990" }, "birth"],
			[{ birth: "1990-2-3" }, "birth"],
		];
		for (const [change, field] of cases) {
			expect(checkCode(VERIFIER, { ...typed, ...change }, NOW)).toEqual({ outcome: "typo", field });
		}
	});

	it("[CC-5] reads I and L as 1, O as 0, U as V", () => {
		const values = [8, 1, 0, 27, ...new Array<number>(11).fill(1)];
		const symbols = writeCode([...values, checkSymbol(values)]);
		const typed = symbols.replace(/1/g, "L").replace(/0/g, "o").replace("V", "u").replace("L", "i");
		expect(readCode(typed)).toEqual(readCode(symbols));
		expect(groupCode(symbols)).toMatch(/^(\w{4} ){3}\w{4}$/);
	});

	it("a good check symbol over an unknown version or kind is rejected, not a typo", () => {
		const typed = issued();
		for (let symbol = 0; symbol < 32; symbol++) {
			if (symbol >= 8 && symbol <= 11) continue;
			const forged = withSymbols(typed, [symbol, ...(readCode(typed.code) ?? []).slice(1)]);
			expect(checkCode(VERIFIER, forged, NOW)).toEqual({ outcome: "rejected" });
		}
	});

	it("[V-1] never throws", () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (number, code, birth, initials) => {
				checkCode(VERIFIER, { number, code, birth, initials }, NOW);
			}),
		);
	});
});

describe("issuing", () => {
	it("refuses what it cannot put into a code", () => {
		const wrong: Partial<CodeRequest>[] = [
			{ pharmacy: "4012" },
			{ birth: "hier" },
			{ exp: -1 },
			{ exp: 1.5 },
			{ kind: "X" as AttestationKind },
			{ kind: "toString" as AttestationKind },
		];
		for (const change of wrong) {
			expect(issueCode(ISSUER, { ...REQUEST, ...change })).toMatchObject({
				ok: false,
				error: { code: "code_request_malformed" },
			});
		}
		expect(issueCode(ISSUER, { ...REQUEST, pharmacy: "40124" })).toMatchObject({
			ok: false,
			error: { code: "code_keys_missing" },
		});
	});
});
