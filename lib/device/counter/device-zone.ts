import "client-only";

/** IANA name of the zone that this computer says it is in. */
export function deviceZone(): string {
	return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
