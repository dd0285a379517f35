/**
 * Names as machine-readable travel documents write them (ICAO 9303-3, §6): the EU DCC's `fnt` and `gnt`.
 * Latin letters only; letters of other scripts are left out, so the result can be empty. It is a search key, never
 * what a person is shown.
 */

/** §6.A, where the transliteration is not simply the letter without its mark. */
const LETTERS: Readonly<Record<string, string>> = {
	Ä: "AE",
	Å: "AA",
	Æ: "AE",
	Ð: "D",
	Đ: "D",
	Ħ: "H",
	İ: "I",
	ı: "I",
	Ĳ: "IJ",
	Ł: "L",
	Ŋ: "N",
	Ö: "OE",
	Ø: "OE",
	Œ: "OE",
	ß: "SS",
	ẞ: "SS",
	Þ: "TH",
	Ŧ: "T",
	Ü: "UE",
};

/** eu-dcc-schema: `fnt` and `gnt` hold at most 80 characters. */
const MAX_LENGTH = 80;

/** `ESSAI-DURAND d'Aimée` → `ESSAI<DURAND<DAIMEE`. */
export function mrzName(name: string): string {
	let text = "";
	for (const letter of name.normalize("NFC").toUpperCase()) {
		if (letter <= "\u007f") text += letter;
		else text += Object.hasOwn(LETTERS, letter) ? LETTERS[letter] : letter.normalize("NFD").replace(/\p{M}/gu, "");
	}
	return text
		.replace(/['’]/g, "")
		.replace(/[^A-Z]+/g, "<")
		.replace(/^<|<$/g, "")
		.slice(0, MAX_LENGTH);
}
