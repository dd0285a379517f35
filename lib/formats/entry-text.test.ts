import fc from "fast-check";
import { zlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import { TEXT_LIMIT } from "@/lib/shared/text-limit";
import { encodeBase45 } from "./base45";
import { encodeCbor } from "./cbor-encode";
import { readEntry } from "./entry-text";
import { encodeDigits } from "./shc/numeric";

/** Opens, and is signed by nobody. Its base45 has spaces, percent and plus signs. */
const BASE45 = encodeBase45(
	zlibSync(
		encodeCbor([
			new Uint8Array(),
			new Map(),
			Uint8Array.from({ length: 300 }, (_, i) => (i * 89) & 255),
			new Uint8Array(64),
		]),
	),
);
const HC1 = `HC1:${BASE45}`;
const TWODDOC = "DC04XX0100011ED71ED7B201FRF0CAMILLE/AIMEE\u001dF1ESSAI\u001dF203021990\u001fAFAISHH63AK6KZ4";
const SHC = `shc:/${encodeDigits(`eyJ${"aBc-_.".repeat(60)}`)}`;
const PASSES = [HC1, TWODDOC, SHC, `RP1:${BASE45}`];

it("the specimen has what links have to escape", () => {
	for (const symbol of [" ", "%", "+"]) expect(BASE45).toContain(symbol);
});

describe("[V-8] what a scanner adds", () => {
	it.each(["]Q1", "]d1", "]d2", "]z3", "\ufeff", "\r\n", "\0", "]Q2\\000026", "\\000026", "\ufeff]Q1\r\n"])(
		"%j in front of a pass goes",
		(before) => {
			for (const pass of PASSES) expect(readEntry(before + pass)).toBe(pass);
		},
	);

	it.each(["\n", "\r", "\r\n", "\r\r", "\t", "\0"])("%j behind a pass goes", (after) => {
		for (const pass of PASSES) expect(readEntry(pass + after)).toBe(pass);
	});

	it("spaces stay, in front, inside and behind", () => {
		for (const text of [` ${HC1}`, `${HC1}  `, "HC1:6 F  "]) expect(readEntry(text)).toBe(text);
	});

	it("the bytes of a version 01 signature stay, also those that look like a line end", () => {
		for (const length of [64, 96, 132]) {
			const document = `DC01FR0000011ED71ED7B2F0X\u001f${"\u00e9".repeat(length - 2)}\r\n`;
			expect(readEntry(document)).toBe(document);
			expect(readEntry(`${document}\r\n`)).toBe(document);
		}
	});
});

describe("[V-8] case", () => {
	it("a scheme has none, and a text without capitals was folded by its scanner", () => {
		expect(readEntry(SHC.toUpperCase())).toBe(SHC);
		expect(readEntry(HC1.toLowerCase())).toBe(HC1);
		expect(readEntry(`RP1:${BASE45}`.toLowerCase())).toBe(`RP1:${BASE45}`);
	});

	it("mixed case is nobody's scanner", () => {
		for (const text of [`hc1:${BASE45}`, `HC1:${BASE45.toLowerCase()}`]) expect(readEntry(text)).toBe(text);
	});
});

describe("[V-8] links and bare forms", () => {
	const host = "https://bonjour.tousanticovid.gouv.fr/app";
	it.each([
		["fragment, escaped", `${host}/walletdcc#${encodeURI(HC1)}`, HC1],
		["fragment, escaped throughout", `${host}/walletdcc#${encodeURIComponent(HC1)}`, HC1],
		[
			"host in capitals, as some scanners type it",
			`HTTPS://BONJOUR.TOUSANTICOVID.GOUV.FR/APP/WALLETDCC#${encodeURI(HC1)}`,
			HC1,
		],
		["query", `${host}/wallet?v=${encodeURIComponent(TWODDOC)}`, TWODDOC],
		["query with another member before", `${host}/wallet?a=1&v=${encodeURIComponent(TWODDOC)}`, TWODDOC],
		["query, plus signs as they are", `${host}/wallet?v=${encodeURI(HC1)}`, HC1],
		["query, plus signs for spaces", `${host}/wallet?v=${encodeURIComponent(HC1).replaceAll("%20", "+")}`, HC1],
		["a viewer's link", `https://viewer.example/view#${SHC}`, SHC],
		["Health Cards via Deep Link", `https://redirect.health.apple.com/SMARTHealthCard/#${SHC.slice(5)}`, SHC],
		["base45 without prefix", BASE45, HC1],
		["digits without scheme", SHC.slice(5), SHC],
	])("%s", (_, text, pass) => {
		expect(readEntry(text)).toBe(pass);
		expect(readEntry(`]Q1${text}\r\n`)).toBe(pass);
	});

	it.each([
		"https://relais.example/menu",
		"https://relais.example/pass#n.AAAAAAAAAAAAAAAAAAAAAA.abc",
		"https://relais.example/?q=HC2%3A6BF",
		"https://relais.example/#%",
		"6BF",
		"NCF".padEnd(120, "A"),
		"12345678901234567890",
		"",
	])("%s stays as it is", (text) => {
		expect(readEntry(text)).toBe(text);
	});
});

describe("[V-8] any text", () => {
	const bits = [
		"]Q1",
		"\\000026",
		"\ufeff",
		"\0",
		"\r\n",
		"\t",
		" ",
		"HC1:",
		"hc1:",
		"SHC:/",
		"shc:/1/2/",
		"DC01",
		"\u001f",
		"https://x.example/?v=",
		"#",
		"%25",
		"%",
		"+",
		BASE45,
		SHC,
		TWODDOC,
	];
	const text = fc.array(fc.oneof(fc.constantFrom(...bits), fc.string({ unit: "binary" })), { maxLength: 8 });

	it("read twice is read once", () => {
		fc.assert(
			fc.property(text, (pieces) => {
				const once = readEntry(pieces.join(""));
				expect(readEntry(once)).toBe(once);
			}),
			{ numRuns: 3000 },
		);
	});

	it("[V-1] is read in time that grows with its length, beyond 16 KiB too", () => {
		for (const unit of [
			"]Q1",
			"\r",
			"\\000026",
			"https://x#",
			"hc1:",
			"%2",
			"DC01\u001f",
			"6BF",
			"5676",
			"&v=",
			"\n ",
		]) {
			const long = unit.repeat(1 << 18);
			expect(readEntry(long).length).toBeLessThanOrEqual(long.length);
			expect(readEntry(long.slice(0, TEXT_LIMIT)).length).toBeLessThanOrEqual(TEXT_LIMIT + 5);
		}
	});
});
