/**
 * Wall-clock time in any zone of the tz database, by the platform's own copy of it. The hour that comes twice in autumn
 * has two instants, the one that spring skips has none: the caller asks (spec EN-2).
 */
import { type CivilDay, formatCivilDay, parseCivilDay } from "@/lib/shared/civil-day";
import { DAY, HOUR, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";

/** What a clock on the wall shows. */
export type WallTime = { readonly day: CivilDay; readonly hour: number; readonly minute: number };

const formats = new Map<string, Intl.DateTimeFormat>();

/** `zone`: IANA name; one that this platform does not know counts as UTC. */
function formatOf(zone: string): Intl.DateTimeFormat {
	const known = formats.get(zone);
	if (known !== undefined) return known;
	const made = makeFormat(zone) ?? makeFormat("UTC");
	if (made === undefined) throw new Error("a platform without UTC");
	formats.set(zone, made);
	return made;
}

function makeFormat(timeZone: string): Intl.DateTimeFormat | undefined {
	const digits = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;
	try {
		return new Intl.DateTimeFormat("en-GB", { timeZone, ...digits, calendar: "iso8601", hourCycle: "h23" });
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

/** To the minute. */
export function wallTimeAt(instant: NumericDate, zone: string): WallTime {
	const parts = new Map(
		formatOf(zone)
			.formatToParts(instant * 1000)
			.map(({ type, value }) => [type, value]),
	);
	const [year = "", month, day] = [parts.get("year"), parts.get("month"), parts.get("day")];
	const civil = parseCivilDay(`${year.padStart(4, "0")}-${month}-${day}`);
	if (civil === undefined) throw new Error("a time whose day is none");
	return { day: civil, hour: Number(parts.get("hour")), minute: Number(parts.get("minute")) };
}

/** The calendar day there, `YYYY-MM-DD`. */
export function dayAt(instant: NumericDate, zone: string): string {
	return formatCivilDay(wallTimeAt(instant, zone).day);
}

/** Seconds that the zone is ahead of UTC, in whole minutes. */
export function offsetAt(instant: NumericDate, zone: string): number {
	const minute = Math.floor(instant / MINUTE) * MINUTE;
	return secondsOf(wallTimeAt(instant, zone)) - minute;
}

function secondsOf({ day, hour, minute }: WallTime): number {
	return day * DAY + hour * HOUR + minute * MINUTE;
}

/** Every instant at which the clock shows this, the earlier one first: none, one or two. */
export function instantsOf(shown: WallTime, zone: string): readonly NumericDate[] {
	const local = secondsOf(shown);
	// No zone changes twice within two days.
	const offsets = new Set([offsetAt(local - DAY, zone), offsetAt(local + DAY, zone)]);
	return [...offsets]
		.map((offset) => local - offset)
		.filter((instant) => secondsOf(wallTimeAt(instant, zone)) === local)
		.sort((a, b) => a - b);
}
