import { needsLatin, proposeLatin } from "@/lib/entry/latin-name";
import { NO_NAME, readFamilyName, readName } from "@/lib/entry/typed-name";
import { shortenName } from "@/lib/protocol/paper-name";
import { PAPER_NAME_LIMIT } from "@/lib/shared/name-limits";
import type { CounterForm } from "./form-state";

type NamePair = { readonly family: string; readonly given: string };

/** The names of a form in each of their spellings. A person with one name has it as the family name. */
type EntryNames = {
	/** As on the document. */
	readonly written: NamePair;
	/** The same where they are in Latin letters. */
	readonly latin: NamePair;
	/** As they stand on the sheet and in its QR. */
	readonly paper: NamePair;
};

export function namesOf(form: CounterForm): EntryNames {
	const given = readName(form.given);
	const written = { family: readFamilyName(form.family), given: given === NO_NAME ? "" : given };
	const latin = {
		family: needsLatin(written.family)
			? readFamilyName(form.familyLatin || proposeLatin(written.family))
			: written.family,
		given: needsLatin(written.given) ? readName(form.givenLatin || proposeLatin(written.given)) : written.given,
	};
	const paper = {
		family: isTooLong(latin.family) ? readFamilyName(form.familyPaper || shortenName(latin.family)) : latin.family,
		given: isTooLong(latin.given) ? readName(form.givenPaper || shortenName(latin.given)) : latin.given,
	};
	return { written, latin, paper };
}

export function isTooLong(name: string): boolean {
	return [...name].length > PAPER_NAME_LIMIT;
}
