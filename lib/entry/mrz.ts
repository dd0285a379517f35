/**
 * The machine-readable zone of an identity document, as a document scanner types it (spec EN-7): ICAO 9303 TD1, TD2 and TD3,
 * and the French identity card of 1988 to 2021, which is a TD2 of its own. Every check digit is computed; one that does not
 * fit is a misread line, never a person.
 */
import type { SEEN_DOCUMENTS } from "@/lib/protocol/records";
import { existingDay } from "@/lib/shared/civil-day";

export type MrzReading =
	| {
			readonly outcome: "read";
			readonly document: {
				readonly kind: DocumentKind /** Three letters of ICAO 9303-3 §5. */;
				readonly issuer: string;
			};
			readonly person: {
				/** In capitals A–Z, words apart by spaces: hyphens, apostrophes and accents are not in it. */
				readonly family: string;
				/** Empty for somebody with one name. */
				readonly given: string;
				/** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
				readonly birth: string;
				readonly sex: "F" | "M" | "X";
			};
			/** The line may not have had room for the whole name. */
			readonly shortened: boolean;
	  }
	/** It is one, and some character of it was not read as it stands. */
	| { readonly outcome: "misread" }
	| { readonly outcome: "not_mrz" };

export type DocumentKind = (typeof SEEN_DOCUMENTS)[number];

/** Where the fields of a format stand in its lines, joined. `checks`: what each check digit covers. */
type Layout = {
	readonly names: readonly [from: number, to: number];
	/** Where it has the given names apart. */
	readonly given?: readonly [from: number, to: number];
	readonly birth: number;
	readonly sex: number;
	readonly checks: readonly (readonly [digit: number, covers: readonly (readonly [from: number, to: number])[]])[];
};

const TD1: Layout = {
	names: [60, 90],
	birth: 30,
	sex: 37,
	checks: [
		[36, [[30, 36]]],
		[44, [[38, 44]]],
		[
			59,
			[
				[5, 30],
				[30, 37],
				[38, 45],
				[48, 59],
			],
		],
	],
};
const TD2: Layout = {
	names: [5, 36],
	birth: 49,
	sex: 56,
	checks: [
		[45, [[36, 45]]],
		[55, [[49, 55]]],
		[63, [[57, 63]]],
		[
			71,
			[
				[36, 46],
				[49, 56],
				[57, 71],
			],
		],
	],
};
const TD3: Layout = {
	names: [5, 44],
	birth: 57,
	sex: 64,
	checks: [
		[53, [[44, 53]]],
		[63, [[57, 63]]],
		[71, [[65, 71]]],
		[86, [[72, 86]]],
		[
			87,
			[
				[44, 54],
				[57, 64],
				[65, 87],
			],
		],
	],
};
/** The decree of 1987 has no page in ICAO 9303: 25 letters of family name, office, then number, given names, birth. */
const FRENCH_CARD: Layout = {
	names: [5, 30],
	given: [49, 63],
	birth: 63,
	sex: 70,
	checks: [
		[48, [[36, 48]]],
		[69, [[63, 69]]],
		[71, [[0, 71]]],
	],
};

/** `text`: the lines, however they are parted or not. `today`: `YYYY-MM-DD`. */
export function readMrz(text: string, today: string): MrzReading {
	const zone = text.toUpperCase().replace(/[^A-Z0-9<]/g, "");
	const layout = beginsLikeMrz(zone) ? layoutOf(zone) : undefined;
	if (layout === undefined) return { outcome: "not_mrz" };
	if (!layout.checks.every((check) => holds(zone, check))) return { outcome: "misread" };
	const birth = birthOf(zone.slice(layout.birth, layout.birth + 6), today);
	const names = namesOf(zone, layout);
	if (birth === undefined || names.family === "") return { outcome: "misread" };
	const sex = zone.charAt(layout.sex);
	return {
		outcome: "read",
		document: { kind: kindOf(zone), issuer: zone.slice(2, 5).replace(/<+$/, "") },
		person: { ...names, birth, sex: sex === "F" || sex === "M" ? sex : "X" },
		shortened: [layout.names, layout.given ?? layout.names].some(([, to]) => zone.charAt(to - 1) !== "<"),
	};
}

/** Document, then three letters of its issuer: told from its first characters on. */
export function beginsLikeMrz(text: string): boolean {
	return /^[PIAC][A-Z<][A-Z<]{3}/.test(text);
}

function layoutOf(zone: string): Layout | undefined {
	switch (zone.length) {
		case 90:
			return zone.startsWith("P") ? undefined : TD1;
		case 72:
			return zone.startsWith("IDFRA") && !holds(zone, TD2.checks[3] ?? [0, []]) ? FRENCH_CARD : TD2;
		case 88:
			return zone.startsWith("P") ? TD3 : undefined;
		default:
			return undefined;
	}
}

function holds(zone: string, [digit, covers]: Layout["checks"][number]): boolean {
	const covered = covers.map(([from, to]) => zone.slice(from, to)).join("");
	const expected = checkDigit(covered);
	const found = zone.charAt(digit);
	// An empty optional field may have no digit.
	return found === String(expected) || (found === "<" && /^<*$/.test(covered));
}

const WEIGHTS = [7, 3, 1];

/** ICAO 9303-3 §4.9. */
function checkDigit(text: string): number {
	return [...text].reduce((sum, letter, i) => sum + digitOf(letter) * (WEIGHTS[i % 3] ?? 0), 0) % 10;
}

function digitOf(letter: string): number {
	return letter === "<" ? 0 : Number.parseInt(letter, 36);
}

function namesOf(zone: string, { names, given }: Layout): { family: string; given: string } {
	const [family = "", rest = ""] = zone.slice(...names).split("<<");
	return { family: words(family), given: words(given === undefined ? rest : zone.slice(...given)) };
}

function words(text: string): string {
	return text.replace(/<+/g, " ").trim();
}

/** YYMMDD; parts that the document does not have are `<<` or `00`. The last such day that is not ahead. */
function birthOf(text: string, today: string): string | undefined {
	const [year = "", ...parts] = text.match(/../g) ?? [];
	const rest = parts.slice(0, parts.findIndex((part) => !/[1-9]/.test(part)) >>> 0);
	if (!/^\d\d$/.test(year) || rest.some((part) => !/^\d\d$/.test(part))) return undefined;
	const century = Number(today.slice(0, 2));
	const births = [century, century - 1].map((each) => [`${each}${year}`, ...rest].join("-"));
	const birth = births.find((each) => each <= today.slice(0, each.length));
	const [y, m = "1", d = "1"] = birth?.split("-") ?? [];
	return existingDay(Number(y), Number(m), Number(d)) === undefined ? undefined : birth;
}

function kindOf(zone: string): DocumentKind {
	if (zone.startsWith("P")) return "passport";
	if (/^[AI]R|^IT|^AF/.test(zone)) return "residence_permit";
	return /^[IC]/.test(zone) ? "identity_card" : "other";
}
