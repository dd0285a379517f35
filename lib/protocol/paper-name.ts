/**
 * A name of more than 40 characters on the sheet (spec EN-6): whole words as far as they fit. The record and the durable
 * pass have all of it; the portal takes a sheet whose name is such a shortening of the record's.
 */
import { PAPER_NAME_LIMIT } from "@/lib/shared/name-limits";

/** What the counter proposes; the name itself where it fits. */
export function shortenName(name: string): string {
	const letters = [...name.normalize("NFC")];
	if (letters.length <= PAPER_NAME_LIMIT) return name;
	const cut = letters.slice(0, PAPER_NAME_LIMIT);
	// The last word is whole if a new one begins right behind the cut.
	const end = isGap(letters[PAPER_NAME_LIMIT]) ? PAPER_NAME_LIMIT : Math.max(0, cut.findLastIndex(isGap));
	const whole = letters
		.slice(0, end)
		.join("")
		.replace(/[ ,/·-]+$/u, "");
	return whole === "" ? cut.join("") : whole;
}

function isGap(letter: string | undefined): boolean {
	return letter === undefined || / |-|,|\/|·/.test(letter);
}

/**
 * Whether `short` may stand on the sheet of somebody called `name`: the same, its first 40 characters, or words of it in
 * their order, each whole or by its first letters. The first word is always one of them: check codes take their initial
 * from it.
 */
export function isNameOnPaper(name: string, short: string): boolean {
	const [full, paper] = [plain(name), plain(short)];
	if (full === paper) return true;
	const letters = [...full];
	if (letters.length <= PAPER_NAME_LIMIT) return false;
	if (letters.slice(0, PAPER_NAME_LIMIT).join("").trim() === paper) return true;
	const [words, kept] = [wordsOf(full), wordsOf(paper)];
	let at = 0;
	for (const [i, word] of kept.entries()) {
		const found = words.findIndex((each, from) => from >= at && each.startsWith(word));
		if (found < 0 || (i === 0 && found > 0)) return false;
		at = found + 1;
	}
	return kept.length > 0;
}

function plain(name: string): string {
	return name.normalize("NFC").trim();
}

function wordsOf(name: string): readonly string[] {
	return name
		.toUpperCase()
		.split(/[ ,/·.-]+/)
		.filter((word) => word !== "");
}
