import { AUTHORITY_ZONE } from "@/lib/entry/own-zones";
import { offsetAt } from "@/lib/entry/zone-time";
import type { Locale } from "@/lib/shared/locale";
import { HOUR, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";

/** `UTC+4`, `UTC-9:30`. */
export function utcOffset(zone: string, at: NumericDate): string {
	const offset = offsetAt(at, zone);
	const [hours, minutes] = [Math.floor(Math.abs(offset) / HOUR), (Math.abs(offset) % HOUR) / MINUTE];
	return `UTC${offset < 0 ? "-" : "+"}${hours}${minutes === 0 ? "" : `:${String(minutes).padStart(2, "0")}`}`;
}

/** `heure de La Réunion, UTC+4`; undefined where clocks show what they show at the authority. */
export function zoneName(zone: string, at: NumericDate, locale: Locale): string | undefined {
	if (zone === AUTHORITY_ZONE) return undefined;
	const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "longGeneric" }).formatToParts(
		at * 1000,
	);
	const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? zone;
	return `${name}, ${utcOffset(zone, at)}`;
}
