import { describe, expect, it } from "vitest";
import { beginsLikeGs1, readGs1 } from "./gs1";
import { readExpiry } from "./typed-expiry";

const TODAY = "2021-08-13";
const GS = "\x1d";
/** An invented product: the digit at its end is the check digit. */
const GTIN = "03400930000007";
const box = { outcome: "read", gtin: GTIN, expiry: "2021-11-30", lot: "41ADG", serial: "SN0017X" };

describe("[EN-8] the DataMatrix of a vaccine box", () => {
	it.each([
		["as printed", `]d201${GTIN}17211130${"10"}41ADG${GS}21SN0017X`],
		["serial number first", `]d201${GTIN}21SN0017X${GS}1041ADG${GS}17211130`],
		["with FNC1 in front", `${GS}01${GTIN}1041ADG${GS}1721113021SN0017X`],
		["without its identifier", `01${GTIN}21SN0017X${GS}172111301041ADG`],
		["as people write it", `(01)${GTIN}(17)211130(10)41ADG(21)SN0017X`],
		["a separator of another kind", `01${GTIN}1041ADG^17211130|21SN0017X\r`],
		["a separator in words", `]d201${GTIN}172111301041ADG<GS>21SN0017X`],
		["with fields of no interest", `]d201${GTIN}11210101172111301041ADG${GS}21SN0017X${GS}7111234567`],
	])("%s", (_, text) => {
		expect(readGs1(text, TODAY)).toEqual(box);
	});

	it("day 00 is the last of the month; the century is the near one", () => {
		expect(readGs1(`]d201${GTIN}17220200`, TODAY)).toMatchObject({ expiry: "2022-02-28" });
		expect(readGs1(`]d201${GTIN}17240200`, TODAY)).toMatchObject({ expiry: "2024-02-29" });
		expect(readGs1(`]d201${GTIN}17711231`, TODAY)).toMatchObject({ expiry: "2071-12-31" });
		expect(readGs1(`]d201${GTIN}17720131`, TODAY)).toMatchObject({ expiry: "1972-01-31" });
	});

	it("a scanner that loses the separator leaves open where the lot ends: that is not guessed", () => {
		expect(readGs1(`]d201${GTIN}172111301041ADG21SN0017X`, TODAY)).toEqual({
			outcome: "read",
			gtin: GTIN,
			expiry: "2021-11-30",
		});
		// The last field ends where the text does.
		expect(readGs1(`]d201${GTIN}172111301041ADG`, TODAY)).toMatchObject({ expiry: "2021-11-30", lot: "41ADG" });
	});

	it.each([
		["a wrong check digit", `]d201${GTIN.slice(0, 13)}81721113010A`],
		["a day that does not exist", `]d201${GTIN}17210230`],
		["no product", `]d21721113010A`],
		["a field of nothing we know", `]d201${GTIN}99XYZ`],
		["a lot that is too long", `]d201${GTIN}10${"A".repeat(21)}`],
		["a field twice", `]d201${GTIN}10A${GS}10B`],
	])("%s is misread", (_, text) => {
		expect(readGs1(text, TODAY)).toEqual({ outcome: "misread" });
	});

	it("anything else is none", () => {
		for (const text of ["", "3400930000007", "01 23 45 67 89", "01021990", "RP1:01", "]C0123"]) {
			expect([text, beginsLikeGs1(text), readGs1(text, TODAY).outcome]).toEqual([text, false, "not_gs1"]);
		}
	});
});

describe("[EN-8] an expiry as typed", () => {
	it.each([
		["12/21", "2021-12-31"],
		["12/2021", "2021-12-31"],
		["1221", "2021-12-31"],
		["122021", "2021-12-31"],
		["2021-12", "2021-12-31"],
		["30/11/2021", "2021-11-30"],
		["30/11/21", "2021-11-30"],
		["30112021", "2021-11-30"],
		["2021-11-30", "2021-11-30"],
		["31/11/2021", undefined],
		["13/21", undefined],
		["", undefined],
		["bientôt", undefined],
	])("%s is %s", (typed, day) => {
		expect(readExpiry(typed)).toBe(day);
	});
});
