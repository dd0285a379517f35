/**
 * Calendar arithmetic on the proleptic Gregorian calendar, for code that may not use Date.
 */
import { DAY, type NumericDate } from "./numeric-date";

/** A whole number of days since 1970-01-01, without zone. */
export type CivilDay = number;

const DAYS_PER_ERA = 146_097;
/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH_SHIFT = 719_468;

/** Day number of a date that exists; the caller has checked that it does (see `parseCivilDay`). */
export function civilDay(year: number, month: number, day: number): CivilDay {
	const y = month <= 2 ? year - 1 : year;
	const era = Math.floor(y / 400);
	const yearOfEra = y - era * 400;
	const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
	const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
	return era * DAYS_PER_ERA + dayOfEra - EPOCH_SHIFT;
}

/** `YYYY-MM-DD`; years 0 to 9999 only. */
export function formatCivilDay(day: CivilDay): string {
	const z = day + EPOCH_SHIFT;
	const era = Math.floor(z / DAYS_PER_ERA);
	const dayOfEra = z - era * DAYS_PER_ERA;
	const yearOfEra = Math.floor(
		(dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
	);
	const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
	const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
	const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
	const dayOfMonth = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
	return `${pad(year, 4)}-${pad(month, 2)}-${pad(dayOfMonth, 2)}`;
}

/** UTC date of a time, `YYYY-MM-DD`. */
export function utcDay(time: NumericDate): string {
	return formatCivilDay(Math.floor(time / DAY));
}

/** Undefined unless `text` is exactly `YYYY-MM-DD` and that day exists. */
export function parseCivilDay(text: string): CivilDay | undefined {
	const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
	return match ? existingDay(Number(match[1]), Number(match[2]), Number(match[3])) : undefined;
}

/** Undefined unless the calendar has such a day. */
export function existingDay(year: number, month: number, day: number): CivilDay | undefined {
	if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
	const number = civilDay(year, month, day);
	const nextMonth = month === 12 ? civilDay(year + 1, 1, 1) : civilDay(year, month + 1, 1);
	return number < nextMonth ? number : undefined;
}

function pad(value: number, width: number): string {
	return String(value).padStart(width, "0");
}
