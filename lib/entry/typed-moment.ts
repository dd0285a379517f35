/**
 * The time of a sample or an injection as typed, in the zone of the counter (spec EN-2): `1640` or `16h40` is today,
 * `13/08 16:40` the last 13 August, `13/08/2021 16:40` says it all. Digits are enough.
 */
import { existingDay, formatCivilDay } from "@/lib/shared/civil-day";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { instantsOf, type WallTime, wallTimeAt } from "./zone-time";

type ReadMoment =
	| { readonly outcome: "read"; readonly at: NumericDate }
	/** The clock showed it twice: somebody has to say which, the first or the second. */
	| { readonly outcome: "twice"; readonly at: readonly [NumericDate, NumericDate] }
	| { readonly outcome: "unread"; readonly why: MomentFault };
export type MomentFault =
	| "empty"
	| "no_such_moment"
	/** The clock went past it. */
	| "skipped";

/** IANA name of the zone, and what time it is. */
type MomentContext = { readonly now: NumericDate; readonly zone: string };

const unread = (why: MomentFault): ReadMoment => ({ outcome: "unread", why });

export function readMoment(typed: string, context: MomentContext): ReadMoment {
	const text = typed.trim();
	if (text === "") return unread("empty");
	const shown = wallTimeOf(text, context);
	if (shown === undefined) return unread("no_such_moment");
	const [first, second] = instantsOf(shown, context.zone);
	if (first === undefined) return unread("skipped");
	return second === undefined ? { outcome: "read", at: first } : { outcome: "twice", at: [first, second] };
}

/** How the field shows a moment; with its year when it may not be this one's. */
export function printMoment(at: NumericDate, { zone, year = false }: { zone: string; year?: boolean }): string {
	const { day, hour, minute } = wallTimeAt(at, zone);
	const [years = "", month = "", date = ""] = formatCivilDay(day).split("-");
	const shown = year ? `${date}/${month}/${years}` : `${date}/${month}`;
	return `${shown} ${two(hour)}:${two(minute)}`;
}

/** What the form has of a known moment: of an hour that the clock showed twice it is known which. */
export function typedMoment(at: NumericDate, { zone, year = false }: { zone: string; year?: boolean }) {
	const [first, second] = instantsOf(wallTimeAt(at, zone), zone);
	const which = first === undefined || second === undefined ? "" : at < second ? "first" : "second";
	return { moment: printMoment(at, { zone, year }), which } as const;
}

const two = (value: number) => String(value).padStart(2, "0");

/** What the field shows while digits are typed: `13081640` becomes `13/08 16:40`. */
export function writeMoment(typed: string): string {
	// Only an unbroken run of digits is written so: who types separators knows what they want.
	if (!/^\d{5,12}$/.test(typed.replace(/[/ :]/g, "")) || !/^\d{2}\/?\d{2}[/ ]?\d/.test(typed)) return typed;
	const digits = typed.replace(/\D/g, "");
	if (digits.length > 8) {
		const date = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 8)].join("/");
		return `${date} ${[digits.slice(8, 10), digits.slice(10, 12)].filter((part) => part !== "").join(":")}`;
	}
	const time = [digits.slice(4, 6), digits.slice(6, 8)].filter((part) => part !== "").join(":");
	return `${digits.slice(0, 2)}/${digits.slice(2, 4)} ${time}`;
}

const TIME = String.raw`(\d{1,2})\s*(?:[:hH]\s*(\d{2})?)`;
const DATE = String.raw`(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?`;
const TIME_ALONE = new RegExp(`^${TIME}$`);
const DATE_AND_TIME = new RegExp(`^${DATE}[\\s,]+(?:${TIME}|(\\d{2})(\\d{2}))$`);
const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::\d{2})?$/;

type Shown = { day?: string; month?: string; year?: string; hour: string; minute: string };

function wallTimeOf(text: string, context: MomentContext): WallTime | undefined {
	const shown = partsOf(text);
	if (shown === undefined) return undefined;
	const [hour, minute] = [Number(shown.hour), Number(shown.minute)];
	if (hour > 23 || minute > 59) return undefined;
	const day = dayOf(shown, context);
	return day === undefined ? undefined : { day, hour, minute };
}

function partsOf(text: string): Shown | undefined {
	const alone = TIME_ALONE.exec(text) ?? /^(\d{1,2})(\d{2})$/.exec(text);
	if (alone) return { hour: alone[1] ?? "", minute: alone[2] ?? "0" };
	const iso = ISO.exec(text);
	if (iso) {
		const [, year = "", month = "", day = "", hour = "", minute = ""] = iso;
		return { year, month, day, hour, minute };
	}
	const both = DATE_AND_TIME.exec(text) ?? /^(\d{2})(\d{2})(\d{4}|\d{2})?()()(\d{2})(\d{2})$/.exec(text);
	if (!both) return undefined;
	const [, day = "", month = "", year, hour, minute, plainHour, plainMinute] = both;
	const time = { hour: hour || (plainHour ?? ""), minute: minute || (plainMinute ?? "0") };
	return { day, month, ...(year === undefined ? {} : { year }), ...time };
}

/** A day without its year is the last one that is not ahead by more than a month: tomorrow stays tomorrow. */
function dayOf({ day, month, year }: Shown, { now, zone }: MomentContext): number | undefined {
	const today = wallTimeAt(now, zone).day;
	if (day === undefined || month === undefined) return today;
	const thisYear = Number(formatCivilDay(today).slice(0, 4));
	if (year !== undefined) {
		const full = year.length === 2 ? Math.floor(thisYear / 100) * 100 + Number(year) : Number(year);
		return existingDay(full, Number(month), Number(day));
	}
	const here = existingDay(thisYear, Number(month), Number(day));
	const ahead = here === undefined || here > today + MONTH_AHEAD;
	return ahead ? existingDay(thisYear - 1, Number(month), Number(day)) : here;
}

const MONTH_AHEAD = 31;
