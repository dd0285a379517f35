/**
 * Wall-clock time in Europe/Paris, computed from the rule of Directive 2000/84/EC (summer time from the last Sunday of
 * March to the last Sunday of October, both changes at 01:00 UTC) instead of a time-zone database. Right from 1996 on;
 * earlier years, which no pass needs, are not promised.
 */
import { type CivilDay, civilDay, formatCivilDay } from "./civil-day";
import { DAY, HOUR, type NumericDate } from "./numeric-date";

const WINTER = HOUR;
const SUMMER = 2 * HOUR;

/** Seconds that Paris is ahead of UTC at `instant`. */
export function parisOffset(instant: NumericDate): number {
	const year = Number(formatCivilDay(Math.floor(instant / DAY)).slice(0, 4));
	return instant >= changeIn(year, 3) && instant < changeIn(year, 10) ? SUMMER : WINTER;
}

/** The calendar day in Paris at `instant`. */
export function parisDay(instant: NumericDate): CivilDay {
	return Math.floor((instant + parisOffset(instant)) / DAY);
}

/**
 * The instant of a wall-clock reading in Paris. The hour that comes twice in October is taken the first time; an hour
 * that March skips is counted with the offset before the change, as Temporal's "compatible" does.
 */
export function fromParis(day: CivilDay, secondOfDay: number): NumericDate {
	const local = day * DAY + secondOfDay;
	const summer = local - SUMMER;
	return parisOffset(summer) === SUMMER ? summer : local - WINTER;
}

/** RFC 3339 with Paris' offset, to the second: `2021-08-13T16:40:00+02:00`. */
export function formatParis(instant: NumericDate): string {
	const offset = parisOffset(instant);
	const local = instant + offset;
	const second = local - Math.floor(local / DAY) * DAY;
	const clock = [Math.floor(second / HOUR), Math.floor(second / 60) % 60, second % 60]
		.map((part) => String(part).padStart(2, "0"))
		.join(":");
	return `${formatCivilDay(Math.floor(local / DAY))}T${clock}+0${offset / HOUR}:00`;
}

/** 01:00 UTC on the last Sunday of a 31-day month. 1970-01-01 was a Thursday. */
function changeIn(year: number, month: 3 | 10): NumericDate {
	const last = civilDay(year, month, 31);
	return (last - ((last + 4) % 7)) * DAY + HOUR;
}
