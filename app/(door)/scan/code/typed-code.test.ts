import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printPharmacyNumber } from "@/lib/checkcode/pharmacy-number";
import { ALPHABET, CODE_LENGTH, checkSymbol, groupCode, writeCode } from "@/lib/checkcode/symbols";
import {
	birthState,
	codeState,
	numberState,
	typedCodeOf,
	writeBirth,
	writeInitials,
	writeNumber,
	writeTypedCode,
} from "./typed-code";

const symbols = fc
	.array(fc.integer({ min: 0, max: 31 }), { minLength: CODE_LENGTH - 1, maxLength: CODE_LENGTH - 1 })
	.map((values) => writeCode([...values, checkSymbol(values)]));

describe("fields write themselves as printed", () => {
	it("a number gets its hyphen, a code its groups, a date its strokes", () => {
		expect(writeNumber("40123 3x9")).toBe("40123-3");
		expect(writeNumber("4012")).toBe("4012");
		expect(writeTypedCode("99xmgqqb-sa2b 9xww!")).toBe("99XM GQQB SA2B 9XWW");
		expect(writeBirth("03021990")).toBe("03/02/1990");
		expect(writeBirth("0302")).toBe("03/02");
		expect(writeInitials("É.c x")).toBe("ÉC");
	});

	it("writing what is written already changes nothing", () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 40 }), (typed) => {
				for (const write of [writeNumber, writeTypedCode, writeBirth, writeInitials]) {
					expect(write(write(typed))).toBe(write(typed));
				}
			}),
		);
	});
});

describe("typos are told while typing", () => {
	it("[CC-5] a printed code is good, one wrong symbol is a typo, fewer symbols are neither", () => {
		fc.assert(
			fc.property(symbols, fc.nat({ max: CODE_LENGTH - 1 }), fc.integer({ min: 1, max: 31 }), (code, at, shift) => {
				expect(codeState(writeTypedCode(code))).toBe("good");
				const wrong = ALPHABET[(ALPHABET.indexOf(code[at] ?? "") + shift) % 32] ?? "";
				expect(codeState(groupCode(code.slice(0, at) + wrong + code.slice(at + 1)))).toBe("typo");
				expect(codeState(writeTypedCode(code.slice(0, at)))).toBe(at === 0 ? "empty" : "partial");
			}),
		);
	});

	it("[CC-5] a printed pharmacy number is good, with a wrong digit it is a typo", () => {
		expect(numberState(printPharmacyNumber("40123"))).toBe("good");
		expect(numberState("40123-0")).toBe("typo");
		expect(numberState("40124-3")).toBe("typo");
	});

	it("a date of no calendar is a typo; unknown parts are zeros", () => {
		expect(birthState("32/01/1990")).toBe("typo");
		expect(birthState("01/13/1990")).toBe("typo");
		expect(birthState("00/00/1990")).toBe("good");
		expect(birthState("03/02/90")).toBe("good");
		expect(birthState("03/02/199")).toBe("partial");
	});
});

it("[CC-2] the birth date is handed over as YYMMDD, from two or four digits of the year", () => {
	const draft = { number: "40123-3", code: "x", birth: "03/02/1990", initials: "EC" };
	expect(typedCodeOf(draft).birth).toBe("900203");
	expect(typedCodeOf({ ...draft, birth: "03/02/90" }).birth).toBe("900203");
	expect(typedCodeOf({ ...draft, birth: "00/00/1950" }).birth).toBe("500000");
});
