/**
 * Names as machine-readable travel documents write them (ICAO 9303-3, §6): the EU DCC's `fnt` and `gnt`.
 * Latin letters only; letters of other scripts are left out, so the result can be empty. It is a search key, never
 * what a person is shown.
 */
import { PASS_NAME_LIMIT } from "@/lib/shared/name-limits";

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

/** §6: left out, with nothing in their place; so are marks that belong to no letter. */
const SILENT = /['\u2019\p{M}]/u;

/** `ESSAI-DURAND d'Aimée` → `ESSAI<DURAND<DAIMEE`. */
export function mrzName(name: string): string {
	let text = "";
	let gap = false;
	for (const letter of name.normalize("NFC").toUpperCase()) {
		const latin = latinLetters(letter);
		if (latin === "") gap ||= !SILENT.test(letter);
		else {
			text += gap && text !== "" ? `<${latin}` : latin;
			gap = false;
		}
	}
	return text.slice(0, PASS_NAME_LIMIT);
}

/** A–Z for one letter; empty for what is none. */
function latinLetters(letter: string): string {
	if (letter >= "A" && letter <= "Z" && letter.length === 1) return letter;
	if (letter <= "\u007f") return "";
	if (Object.hasOwn(LETTERS, letter)) return LETTERS[letter] as string;
	const base = letter.normalize("NFD").charAt(0);
	return base >= "A" && base <= "Z" ? base : "";
}
