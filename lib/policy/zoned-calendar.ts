/**
 * ISO 8601 text and instants on the calendar of a time zone, without Date. The zone data is the platform's (Intl).
 */
import { type CivilDay, civilDay, parseCivilDay } from "@/lib/shared/civil-day";
import { instantOf } from "@/lib/shared/instant";
import { DAY, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";

type Calendar = {
	readonly formatter: Intl.DateTimeFormat;
	/** The answer given last: scans of one minute ask the same question, and Intl takes longer than all other rules. */
	last: { readonly minute: number; readonly day: CivilDay } | undefined;
};

/** Making a formatter takes a thousand times as long as using one. Zones come from policies, so there are few. */
const calendars = new Map<string, Calendar>();

/** 1973-01-01: from then on every zone is whole minutes from UTC and changes on a whole minute (tz database). */
const WHOLE_MINUTES = 94_694_400;

/** Instants that Intl can show: 10⁸ days around 1970 (ECMA-262 §21.4.1.1). */
const LAST_INSTANT = 8.64e12;

export function isZone(zone: string): boolean {
	try {
		calendarOf(zone);
		return true;
	} catch {
		return false; // Intl throws a RangeError for a zone that it does not know
	}
}

/** The calendar day in `zone` at that instant. Throws for an unknown zone or an instant no calendar reaches. */
export function dayInZone(time: NumericDate, zone: string): CivilDay {
	if (!(Math.abs(time) <= LAST_INSTANT)) throw new RangeError("no such instant");
	const calendar = calendarOf(zone);
	const minute = Math.floor(time / MINUTE);
	if (calendar.last?.minute === minute && time >= WHOLE_MINUTES) return calendar.last.day;
	let year = 0;
	let month = 0;
	let day = 0;
	for (const { type, value } of calendar.formatter.formatToParts(time * 1000)) {
		if (type === "year") year = Number(value);
		else if (type === "month") month = Number(value);
		else if (type === "day") day = Number(value);
	}
	calendar.last = { minute, day: civilDay(year, month, day) };
	return calendar.last.day;
}

/**
 * The calendar day that ISO 8601 text names: a bare date as written, a date-time the day in `zone` at that instant.
 * A date-time without zone counts as UTC here as everywhere (CertLogic), so that a test has one sample time only.
 */
export function dayOf(text: string, zone: string): CivilDay | undefined {
	const time = instantOf(text);
	if (time === undefined) return undefined;
	return parseCivilDay(text) ?? dayInZone(time, zone);
}

/** The first instant of a calendar day in `zone`, also where clocks change at midnight. */
export function startOfDay(day: CivilDay, zone: string): NumericDate {
	// No zone is more than 14 hours from UTC; days never run backwards, so halving finds where this one begins.
	let before = (day - 1) * DAY;
	let within = (day + 1) * DAY;
	while (within - before > 1) {
		const middle = Math.floor((before + within) / 2);
		if (dayInZone(middle, zone) < day) before = middle;
		else within = middle;
	}
	return within;
}

function calendarOf(zone: string): Calendar {
	const known = calendars.get(zone);
	if (known) return known;
	const formatter = new Intl.DateTimeFormat("en", {
		timeZone: zone,
		calendar: "gregory",
		numberingSystem: "latn",
		year: "numeric",
		month: "numeric",
		day: "numeric",
	});
	const calendar: Calendar = { formatter, last: undefined };
	calendars.set(zone, calendar);
	return calendar;
}
