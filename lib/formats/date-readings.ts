/**
 * What a date or time of a pass may mean (spec P-8): one text where it is exact, else its two ends and moments between
 * them. Texts that come out are ISO 8601 as policies read it.
 */
import { type CivilDay, existingDay, formatCivilDay, parseCivilDay } from "@/lib/shared/civil-day";
import { instantOf, isoUtc } from "@/lib/shared/instant";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";

/** Never empty. Of several the first is the earliest and the second the latest. */
export type DateReadings = readonly [string, ...string[]];

/** RFC 3339 §5.6: letters in either case, a space for the `T`; leap seconds. */
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(?::(\d{2})(?:[.,]\d+)?)?([Zz]|[+-]\d{2}(?::?\d{2})?)?$/;
const MONTH_OR_YEAR = /^(\d{4})(?:-(\d{2}))?$/;
/** Longest text that is looked at. */
const TEXT_LIMIT = 40;
/** Windows of a policy may begin and end within a year: between two ends that it refuses it may accept. */
const BETWEEN = [0.25, 0.5, 0.75];

/** Of a day, such as that of an injection. `until`: nothing happened after that. Undefined for what is no date. */
export function dayReadings(text: string, until = Number.POSITIVE_INFINITY): DateReadings | undefined {
	if (text.length > TEXT_LIMIT) return undefined;
	if (parseCivilDay(text) !== undefined) return [text];
	const time = plainTime(text);
	if (time) return [time.text];
	const days = daysOf(text);
	if (!days) return undefined;
	const [first, last] = [days[0], Math.max(days[0], Math.min(days[1], Math.floor(until / DAY)))];
	return spread(first, last, formatCivilDay);
}

/** Of a moment, such as that of a sample; a day counts in UTC, as everywhere without a zone. */
export function timeReadings(text: string, until = Number.POSITIVE_INFINITY): DateReadings | undefined {
	if (text.length > TEXT_LIMIT) return undefined;
	const time = plainTime(text);
	if (time?.exact) return [time.text];
	const day = parseCivilDay(text);
	const days = day === undefined ? daysOf(text) : ([day, day] as const);
	const ends = time ? ([time.at, time.at + 59] as const) : days && ([days[0] * DAY, days[1] * DAY + DAY - 1] as const);
	return ends && spread(ends[0], Math.max(ends[0], Math.min(ends[1], Math.floor(until))), isoUtc);
}

function plainTime(text: string): { text: string; at: NumericDate; exact: boolean } | undefined {
	const match = DATE_TIME.exec(text);
	if (!match) return undefined;
	const [, day, minute, second, zone = ""] = match;
	const plain = `${day}T${minute}:${second === "60" ? "59" : (second ?? "00")}${zone.toUpperCase()}`;
	const at = instantOf(plain);
	return at === undefined ? undefined : { text: plain, at, exact: second !== undefined };
}

/** The first and the last day of a year or month. */
function daysOf(text: string): readonly [CivilDay, CivilDay] | undefined {
	const match = MONTH_OR_YEAR.exec(text);
	if (!match) return undefined;
	const [year, month] = [Number(match[1]), match[2] === undefined ? undefined : Number(match[2])];
	const first = existingDay(year, month ?? 1, 1);
	const next = month === undefined || month === 12 ? existingDay(year + 1, 1, 1) : existingDay(year, month + 1, 1);
	return first === undefined || next === undefined ? undefined : [first, next - 1];
}

function spread(first: number, last: number, write: (value: number) => string): DateReadings {
	const between = BETWEEN.map((share) => Math.floor(first + (last - first) * share));
	const [earliest, ...later] = new Set([first, last, ...between]);
	return [write(earliest ?? first), ...later.map(write)];
}
