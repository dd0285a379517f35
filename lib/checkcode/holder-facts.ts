/**
 * The two facts that bind a code to a person (spec CC-2, CC-3): what the counter knows and what staff read from the
 * identity document must come out the same.
 */

/**
 * Initials of a person: the first letter A–Z of the family names, then of the given names, after NFD and upper-casing.
 * A name without any such letter contributes nothing; none left at all gives `X`.
 */
export function initialsOf(person: { readonly family: string; readonly given: string }): string {
	return normaliseInitials(latinLetters(person.family).slice(0, 1) + latinLetters(person.given).slice(0, 1));
}

/** Initials as typed: accents, dots, spaces and case do not matter. */
export function normaliseInitials(typed: string): string {
	return latinLetters(typed) || "X";
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

function latinLetters(text: string): string {
	return text
		.normalize("NFD")
		.toUpperCase()
		.replace(/[^A-Z]/g, "");
}
