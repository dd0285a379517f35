/**
 * Names as machine-readable travel documents write them (ICAO 9303-3, §6): the EU DCC's `fnt` and `gnt`.
 * Letters of scripts without a table (lib/shared/latin-letters.ts) are left out, so the result can be empty. It is a search
 * key, and shown only where a pass has no other name.
 */
import { latinLetters } from "@/lib/shared/latin-letters";
import { PASS_NAME_LIMIT } from "@/lib/shared/name-limits";

/** §6: left out, with nothing in their place: apostrophes, the soft sign, marks that belong to no letter. */
const SILENT = /['\u2019Ьь\p{M}]/u;

/** `ESSAI-DURAND d'Aimée` → `ESSAI<DURAND<DAIMEE`. */
export function mrzName(name: string): string {
	let text = "";
	let gap = false;
	// ISO 843: the one pair of Greek letters that every name ending in -ópoulos has.
	for (const letter of name.normalize("NFC").replace(/ο[υύ]/giu, "ou")) {
		const latin = latinLetters(letter);
		if (latin === "") gap ||= !SILENT.test(letter);
		else {
			text += gap && text !== "" ? `<${latin}` : latin;
			gap = false;
		}
	}
	return text.slice(0, PASS_NAME_LIMIT);
}

/** The way back as far as there is one, for a pass that has no other name: `ESSAI<DURAND` → `ESSAI DURAND`. */
export function readableMrzName(mrz: string): string {
	return mrz.replace(/<+/g, " ").trim();
}
