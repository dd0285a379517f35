/**
 * Telephone numbers as people type them (spec EN-9): spaces, dots, strokes, hyphens and brackets do not matter, `00` is `+`,
 * French numbers get their country. Foreign ones are taken with their country's.
 */

/** `number`: E.164, `+33612345678`. */
type ReadPhone =
	| { readonly outcome: "read"; readonly number: string }
	| { readonly outcome: "unread"; readonly why: PhoneFault };
export type PhoneFault =
	| "not_a_number"
	/** Ten digits in France; this has another length. */
	| "wrong_length"
	/** It does not begin with 0, nor with a country. */
	| "country_missing";

/**
 * What follows the first 0 in the departments and collectivities that share the numbering plan of France but not its country
 * code (Arcep, plan national de numérotation; ITU E.164).
 */
const OVERSEAS: readonly (readonly [beginning: RegExp, country: string])[] = [
	[/^(?:262|263|692|693|976)/, "262"],
	[/^(?:269|639)/, "262"],
	[/^(?:590|690|691)/, "590"],
	[/^(?:594|694)/, "594"],
	[/^(?:596|696|697)/, "596"],
	[/^508/, "508"],
];
const FRANCE = "33";
const ALL_FRANCE = [FRANCE, "262", "590", "594", "596"];
const NATIONAL = 9;

const unread = (why: PhoneFault): ReadPhone => ({ outcome: "unread", why });

export function readPhone(typed: string): ReadPhone {
	const text = typed
		.normalize("NFKC")
		.replace(/^\s*t[eé]l(?:[eé]phone)?[\s.:]*/i, "")
		.replace(/[\s()[\]./\\,\u00b7\u2010-\u2015_-]/g, "");
	if (!/^\+?\d+$/.test(text)) return unread("not_a_number");
	if (text.startsWith("+")) return abroad(text.slice(1));
	if (text.startsWith("00")) return abroad(text.slice(2));
	if (text.startsWith("0")) return french(text.slice(1));
	const withCountry = ALL_FRANCE.find(
		(country) => text.startsWith(country) && text.length === country.length + NATIONAL,
	);
	return withCountry === undefined ? unread("country_missing") : abroad(text);
}

/** Behind the 0. */
function french(national: string): ReadPhone {
	// Saint-Pierre-et-Miquelon: six digits behind 0508, and none of the code again.
	if (/^508\d{6}$/.test(national)) return { outcome: "read", number: `+${national}` };
	if (national.length !== NATIONAL) return unread("wrong_length");
	const country = OVERSEAS.find(([beginning]) => beginning.test(national))?.[1] ?? FRANCE;
	return { outcome: "read", number: `+${country}${national}` };
}

/** Behind the + or 00. `+33 (0)6` has the 0 of national numbers once too often. */
function abroad(digits: string): ReadPhone {
	const country = ALL_FRANCE.find((code) => digits.startsWith(code));
	if (country === undefined) {
		return /^[1-9]\d{6,14}$/.test(digits) ? { outcome: "read", number: `+${digits}` } : unread("wrong_length");
	}
	const national = digits.slice(country.length).replace(/^0/, "");
	return national.length === NATIONAL ? { outcome: "read", number: `+${country}${national}` } : unread("wrong_length");
}

/** As people read it: `06 12 34 56 78` in France, `+49 …` from abroad. */
export function printPhone(number: string): string {
	const national = /^\+(?:33|262|590|594|596)(\d{9})$/.exec(number)?.[1];
	return national === undefined ? number : `0${national}`.replace(/(..)(?=.)/g, "$1 ");
}
