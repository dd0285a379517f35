/** The expiry of a lot as people copy it from a box: a month or a day. A month counts to its last day. */
import { lastDay } from "./gs1";

const FORMS: readonly RegExp[] = [
	/^(?<day>\d{1,2})[/. -](?<month>\d{1,2})[/. -](?<year>\d{4}|\d{2})$/,
	/^(?<day>\d{2})(?<month>\d{2})(?<year>\d{4})$/,
	/^(?<year>\d{4})-(?<month>\d{2})(?:-(?<day>\d{2}))?$/,
	/^(?<month>\d{1,2})[/. -](?<year>\d{4}|\d{2})$/,
	/^(?<month>\d{2})(?<year>\d{4}|\d{2})$/,
];

/** `YYYY-MM-DD`; undefined for what is no date. Two digits of year are of this century: boxes do not last longer. */
export function readExpiry(typed: string): string | undefined {
	const text = typed.trim();
	for (const form of FORMS) {
		const { day, month, year } = form.exec(text)?.groups ?? {};
		if (month === undefined || year === undefined) continue;
		return lastDay(year.length === 2 ? 2000 + Number(year) : Number(year), Number(month), Number(day ?? 0));
	}
	return undefined;
}
