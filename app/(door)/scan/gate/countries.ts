/** Where trains of this continent go: ISO 3166-1. Any other country that a list has rules for is offered too. */
const EUROPE =
	"AD AL AT BA BE BG BY CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SK SM TR UA VA XK";

/** The destinations that staff can choose, by the names of their language. */
export function namedDestinations(
	ruled: readonly string[],
	locale: string,
): readonly { value: string; label: string }[] {
	const codes = new Set([...ruled, ...EUROPE.split(" ")]);
	return [...codes]
		.map((code) => ({ value: code, label: countryName(code, locale) }))
		.sort((one, other) => one.label.localeCompare(other.label, locale));
}

export function countryName(code: string, locale: string): string {
	return new Intl.DisplayNames(locale, { type: "region", fallback: "code" }).of(code) ?? code;
}
