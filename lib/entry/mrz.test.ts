import { describe, expect, it } from "vitest";
import { beginsLikeMrz, readMrz } from "./mrz";

const TODAY = "2021-08-13";

/** The specimens of ICAO 9303 parts 4 to 6, and that of the French card. */
const PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\rL898902C36UTO7408122F1204159ZE184226B<<<<<10";
const TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6";
const TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<\r\n7408122F1204159UTO<<<<<<<<<<<6\r\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
const FRENCH = "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\n8806923102858CORINNE<<<<<<<6512068F6";

const anna = { family: "ERIKSSON", given: "ANNA MARIA", birth: "1974-08-12", sex: "F" };

describe("[EN-7] a machine-readable zone", () => {
	it.each([
		["a passport", PASSPORT, "passport", anna],
		["a card of two lines", TD2, "identity_card", anna],
		["a card of three lines", TD1, "identity_card", anna],
	])("%s fills the person", (_, text, kind, person) => {
		expect(readMrz(text, TODAY)).toEqual({
			outcome: "read",
			document: { kind, issuer: "UTO" },
			person,
			shortened: false,
		});
	});

	it("the French card of before 2021 has a layout of its own", () => {
		expect(readMrz(FRENCH, TODAY)).toEqual({
			outcome: "read",
			document: { kind: "identity_card", issuer: "FRA" },
			person: { family: "BERTHIER", given: "CORINNE", birth: "1965-12-06", sex: "F" },
			shortened: false,
		});
	});

	it("however its lines are parted", () => {
		for (const text of [PASSPORT, TD1, TD2, FRENCH]) {
			const joined = text.replace(/\s/g, "");
			expect(readMrz(joined, TODAY)).toEqual(readMrz(text, TODAY));
			expect(readMrz(`\x02${text.toLowerCase()}\r\n\x03`, TODAY).outcome).toBe("read");
		}
	});

	it("any one character of numbers and dates read wrong is told", () => {
		for (const [text, from, to] of [
			[PASSPORT.replace("\r", ""), 44, 72],
			[TD2.replace("\n", ""), 36, 64],
			[TD1.replaceAll("\r\n", ""), 30, 45],
			[FRENCH.replace("\n", ""), 36, 72],
		] as const) {
			for (let at = from; at < to; at++) {
				if (!/\d/.test(text.charAt(at))) continue;
				const wrong = `${text.slice(0, at)}${(Number(text.charAt(at)) + 1) % 10}${text.slice(at + 1)}`;
				expect([at, readMrz(wrong, TODAY).outcome]).toEqual([at, "misread"]);
			}
		}
	});

	it("somebody with one name, and a birth date of which only the year is known", () => {
		expect(readMrz(sealed("P<UTOARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "740000"), TODAY)).toMatchObject({
			person: { family: "ARKFREITH", given: "", birth: "1974", sex: "F" },
		});
		expect(readMrz(sealed("P<UTOARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "7408<<"), TODAY)).toMatchObject({
			person: { birth: "1974-08" },
		});
		expect(readMrz(sealed("P<UTOARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "210813"), TODAY)).toMatchObject({
			person: { birth: "2021-08-13" },
		});
		expect(readMrz(sealed("P<UTOARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "210814"), TODAY)).toMatchObject({
			person: { birth: "1921-08-14" },
		});
		expect(readMrz(sealed("P<UTOARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "741332"), TODAY).outcome).toBe("misread");
	});

	it("says when the line had no room for the whole name", () => {
		const full = readMrz(sealed("P<UTONILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K", "740812"), TODAY);
		expect(full).toMatchObject({ shortened: true, person: { given: "CHAYAPA DEJTHAMRONG K" } });
	});

	it("anything else is none", () => {
		for (const text of [
			"",
			"PAULINE",
			"RP1:ABC",
			"I".repeat(90),
			"P<UTO",
			"0103400930123457",
			"A".repeat(72).slice(0, 70),
		]) {
			expect(readMrz(text, TODAY).outcome).toBe(text.length === 90 ? "misread" : "not_mrz");
		}
		expect(["P<UTO", "IDFRA", "I<UTO", "ACUTO"].map(beginsLikeMrz)).toEqual([true, true, true, true]);
		expect(["essai", "Pauline", "0612", "P", "Ivan I"].map(beginsLikeMrz)).toEqual([false, false, false, false, false]);
	});
});

/** A passport's two lines around a birth date, with the check digits that go with it. */
function sealed(names: string, birth: string): string {
	const digit = (text: string) =>
		[...text].reduce((sum, c, i) => sum + (c === "<" ? 0 : Number.parseInt(c, 36)) * ([7, 3, 1][i % 3] ?? 0), 0) % 10;
	const [number, expiry, optional] = ["L898902C36", "1204159", "ZE184226B<<<<<1"];
	const born = `${birth}${digit(birth)}`;
	return `${names}${number}UTO${born}F${expiry}${optional}${digit(`${number}${born}${expiry}${optional}`)}`;
}
