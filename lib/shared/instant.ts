import { civilDay, formatCivilDay, parseCivilDay } from "./civil-day";
import { DAY, HOUR, MINUTE, type NumericDate } from "./numeric-date";

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/;
/** Longest text that is looked at. */
const TEXT_LIMIT = 40;

/**
 * The instant of an ISO 8601 date-time, fractions of a second cut off. Without zone it counts as UTC and a bare date as
 * its first second in UTC, as CertLogic does. Undefined for anything else, and for days and times that do not exist.
 */
export function instantOf(text: string): NumericDate | undefined {
	if (text.length > TEXT_LIMIT) return undefined;
	const match = DATE_TIME.exec(text);
	const day = parseCivilDay(match?.[1] ?? text);
	if (day === undefined) return undefined;
	if (!match) return day * DAY;
	const [, , hour, minute, second = "0", offset = "Z"] = match;
	const seconds = Number(hour) * HOUR + Number(minute) * MINUTE + Number(second);
	const shift = offsetOf(offset);
	const exists = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
	return exists && shift !== undefined ? day * DAY + seconds - shift : undefined;
}

/** Seconds that four digits of year can write in any zone. */
const FIRST_WRITABLE = civilDay(1, 1, 1) * DAY;
const LAST_WRITABLE = civilDay(9998, 12, 31) * DAY;

/** The nearest time that can be written: claims may hold any integer. */
export function writableTime(time: NumericDate): NumericDate {
	return Math.min(Math.max(time, FIRST_WRITABLE), LAST_WRITABLE);
}

/** `2021-08-13T15:30:00Z`, for any integer. */
export function isoUtc(time: NumericDate): string {
	const seconds = writableTime(time);
	const day = Math.floor(seconds / DAY);
	const second = seconds - day * DAY;
	const clock = [second / HOUR, (second % HOUR) / MINUTE, second % MINUTE];
	return `${formatCivilDay(day)}T${clock.map((part) => String(Math.floor(part)).padStart(2, "0")).join(":")}Z`;
}

/** Seconds east of UTC. */
function offsetOf(text: string): number | undefined {
	if (text === "Z") return 0;
	const hours = Number(text.slice(1, 3));
	const minutes = Number(text.slice(3).replace(":", "") || "0");
	if (hours > 23 || minutes > 59) return undefined;
	return (text.startsWith("-") ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}
