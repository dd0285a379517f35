/**
 * A birth date as people type it, the same at the counter and on the holder's page (spec EN-1): `3/2/1990`, `030290`,
 * `03021990`, `3 févr. 1990`, `1990-02-03`; parts that the identity document does not have as `00`, `--`, `xx` or left out.
 */
import { existingDay } from "@/lib/shared/civil-day";

/** `day`: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
type ReadDay =
	| { readonly outcome: "read"; readonly day: string }
	| { readonly outcome: "unread"; readonly why: DayFault };
export type DayFault =
	| "empty"
	/** No date in any of the forms, or none that the calendar has. */
	| "no_such_day"
	/** A day without its month says nothing. */
	| "month_unknown"
	| "ahead"
	| "too_old";

/** Nobody is older. */
const OLDEST = 125;

/** Texts of the parts; undefined where the document has none. */
type Parts = { readonly year: string; readonly month?: string | undefined; readonly day?: string | undefined };

/** `today`: `YYYY-MM-DD`. */
export function readDay(typed: string, today: string): ReadDay {
	const text = typed.trim().toLowerCase();
	if (text === "") return unread("empty");
	const faults: DayFault[] = [];
	for (const parts of readingsOf(text)) {
		const read = judge(parts, today);
		if (read.outcome === "read") return read;
		faults.push(read.why);
	}
	return unread(faults[0] ?? "no_such_day");
}

/** What the field shows once it is left: `1990`, `02/1990` or `03/02/1990`. */
export function printDay(day: string): string {
	return day.split("-").reverse().join("/");
}

/** What the field shows while digits are typed: `03021990` becomes `03/02/1990`. Who types separators knows better. */
export function writeDay(typed: string): string {
	// A stroke that is not where ours would be is somebody's own.
	if (!/^\d+$|^\d{2}\/\d*$|^\d{2}\/\d{2}\/\d*$/.test(typed)) return typed;
	const digits = typed.replaceAll("/", "").slice(0, 8);
	// Up to four digits it may still be a bare year.
	if (digits.length <= 4 && !typed.includes("/")) return digits;
	return [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)].filter((part) => part !== "").join("/");
}

const unread = (why: DayFault): ReadDay => ({ outcome: "unread", why });

const NONE = "(?:0{1,2}|-{1,2}|x{1,2}|\\?{1,2}|_{1,2}|\\*{1,2})";
const PART = `(\\d{1,2}|${NONE})`;
const BETWEEN = "\\s*[/., -]\\s*";
const THREE = new RegExp(`^${PART}${BETWEEN}${PART}${BETWEEN}(\\d{4}|\\d{2})$`);
const TWO = new RegExp(`^${PART}${BETWEEN}(\\d{4})$`);
const YEAR_FIRST = new RegExp(`^(\\d{4})[/.-]${PART}(?:[/.-]${PART})?$`);
const IN_WORDS = /^(?:(\d{1,2})(?:er|st|nd|rd|th)?[\s./-]*)?(\p{L}{3,9})\.?[\s./,-]*(\d{4}|\d{2})$/u;
const OWN_STROKES = /^\d{2}\/\d{2}\/\d{2,4}$/;

/** Every way in which the text is a date; the usual one first. */
function* readingsOf(text: string): Generator<Parts> {
	if (/^\d+$/.test(text)) yield* readingsOfDigits(text);
	const three = THREE.exec(text);
	if (three) yield { day: known(three[1]), month: known(three[2]), year: three[3] ?? "" };
	const two = TWO.exec(text);
	if (two) yield { month: known(two[1]), year: two[2] ?? "" };
	const first = YEAR_FIRST.exec(text);
	if (first) yield { year: first[1] ?? "", month: known(first[2]), day: known(first[3]) };
	const words = IN_WORDS.exec(text);
	const month = monthOf(words?.[2] ?? "");
	if (words && month !== undefined) yield { day: words[1], month, year: words[3] ?? "" };
	// The field's own strokes stand where they would in a whole date: `02/19/90` was typed as 021990.
	if (OWN_STROKES.test(text)) yield* readingsOfDigits(text.replaceAll("/", ""));
}

/** No two of these exist for one text: a year begins with 19 or 20, and no month does. */
function* readingsOfDigits(digits: string): Generator<Parts> {
	if (digits.length === 4) yield { year: digits };
	if (digits.length === 6) {
		yield { day: known(digits.slice(0, 2)), month: known(digits.slice(2, 4)), year: digits.slice(4) };
		yield { month: known(digits.slice(0, 2)), year: digits.slice(2) };
	}
	if (digits.length === 8) {
		yield { day: known(digits.slice(0, 2)), month: known(digits.slice(2, 4)), year: digits.slice(4) };
		yield { year: digits.slice(0, 4), month: known(digits.slice(4, 6)), day: known(digits.slice(6)) };
	}
}

function known(part: string | undefined): string | undefined {
	return part === undefined || !/[1-9]/.test(part) ? undefined : part.padStart(2, "0");
}

/** French and English; what begins one month only is enough. */
const MONTHS = [
	"janvier january",
	"fevrier february",
	"mars march",
	"avril april",
	"mai may",
	"juin june",
	"juillet july",
	"aout august",
	"septembre september",
	"octobre october",
	"novembre november",
	"decembre december",
];

function monthOf(word: string): string | undefined {
	if (word === "") return undefined;
	const plain = word.normalize("NFD").replace(/\p{M}/gu, "");
	const found = MONTHS.flatMap((names, i) => (names.split(" ").some((name) => name.startsWith(plain)) ? [i + 1] : []));
	// `jul` is July; `juil` too. `fevr` and `feb` meet in February.
	return found.length === 1 ? String(found[0]).padStart(2, "0") : undefined;
}

function judge({ year, month, day }: Parts, today: string): ReadDay {
	if (month === undefined && day !== undefined) return unread("month_unknown");
	const rest = [month, day?.padStart(2, "0")].filter((part) => part !== undefined);
	const full = year.length === 4 ? year : centuryOf(year, rest, today);
	const text = [full, ...rest].join("-");
	if (existingDay(Number(full), Number(month ?? 1), Number(day ?? 1)) === undefined) return unread("no_such_day");
	if (Number(full) < Number(today.slice(0, 4)) - OLDEST) return unread("too_old");
	return text > today.slice(0, text.length) ? unread("ahead") : { outcome: "read", day: text };
}

/** Two digits are the last such year that is not ahead. The field then shows all four, for whoever is over a hundred. */
function centuryOf(year: string, rest: readonly string[], today: string): string {
	const century = Number(today.slice(0, 2));
	const late = [`${century}${year}`, ...rest].join("-");
	return late <= today.slice(0, late.length) ? `${century}${year}` : `${century - 1}${year}`;
}
