/**
 * The Latin spelling of a name in another script (spec EN-5): doors compare it, check codes take their initials from it,
 * and passes carry it beside the name as written. Proposed letter by letter where there is a table, asked for elsewhere.
 */
import { latinLetters } from "@/lib/shared/latin-letters";

/** Whether some letter of the name is of another script than Latin. */
export function needsLatin(name: string): boolean {
	return /[^\P{L}\p{Script=Latin}\p{Script=Common}]/u.test(name);
}

/** What stays as it is between letters. */
const BETWEEN = /[ .,'/-]/;
/** No letter of its own: the soft sign, marks. */
const SILENT = /[Ьь\p{M}]/u;

/** Empty where a letter has no table: nobody guesses how an Arabic or a Chinese name is written on its passport. */
export function proposeLatin(name: string): string {
	let latin = "";
	// ISO 843: the one pair of Greek letters that every name ending in -ópoulos has.
	const pairs = (pair: string) => (pair === pair.toUpperCase() ? "OU" : pair.charAt(0) === "Ο" ? "Ou" : "ou");
	for (const letter of name.normalize("NFC").replace(/ο[υύ]/giu, pairs)) {
		if (BETWEEN.test(letter) || /\p{Script=Latin}/u.test(letter)) latin += letter;
		else if (letter === "\u00b7" || letter === "\u30fb") latin += " ";
		else if (!SILENT.test(letter)) {
			const letters = latinLetters(letter);
			if (letters === "") return "";
			latin += letter === letter.toUpperCase() ? letters : letters.toLowerCase();
		}
	}
	return latin === latin.toUpperCase() ? latin : capitalised(latin);
}

/** `Щукин` begins with four letters in place of one. */
function capitalised(name: string): string {
	return name.replace(/\p{L}+/gu, (word) => word.charAt(0) + word.slice(1).toLowerCase());
}

/** Whether it can stand as a Latin spelling: letters that passports write, with their accents or without. */
export function isLatin(name: string): boolean {
	return name !== "" && !needsLatin(name);
}
