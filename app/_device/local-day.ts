/** The calendar day of the device, `YYYY-MM-DD`. */
export function localDay(now: Date): string {
	return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
