/**
 * The two facts that bind a code to a person (spec CC-2, CC-3): what the counter knows and what staff read from the
 * identity document must come out the same.
 */
import { latinLetters } from "@/lib/shared/latin-letters";

/**
 * Initials of a person: the first letter A–Z of the family names, then of the given names, after transliteration
 * (ICAO 9303-3 §6). A name without any such letter contributes nothing; none left at all gives `X`.
 */
export function initialsOf(person: { readonly family: string; readonly given: string }): string {
	return firstLetter(person.family) + firstLetter(person.given) || "X";
}

/**
 * Initials as typed, from the names of an identity document or from its machine-readable zone: of each character the
 * first letter of its transliteration. Accents, dots, spaces and case do not matter.
 */
export function normaliseInitials(typed: string): string {
	return firstLetters(typed) || "X";
}

/**
 * A birth date as the MAC takes it, YYMMDD with unknown parts `00`, from YYMMDD, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`;
 * undefined for any other form. Whether such a day exists is not checked: documents with day 00 are in use.
 */
export function normaliseBirth(typed: string): string | undefined {
	const text = typed.trim();
	if (/^[0-9]{6}$/.test(text)) return text;
	const match = /^[0-9]{2}([0-9]{2})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/.exec(text);
	return match ? `${match[1]}${match[2] ?? "00"}${match[3] ?? "00"}` : undefined;
}

function firstLetter(name: string): string {
	for (const letter of name.normalize("NFC")) {
		const latin = latinLetters(letter);
		if (latin !== "") return latin.charAt(0);
	}
	return "";
}

/** `Œ. Ł.` → `OL`. */
function firstLetters(text: string): string {
	return Array.from(text.normalize("NFC"), (letter) => latinLetters(letter).charAt(0)).join("");
}
