/**
 * The time of a sample or an injection as typed, in the zone of the device: `1640` is today at 16:40, `13/08 16:40` the
 * last 13 August, `13/08/2021 16:40` says it all. Digits are enough.
 */

/** How the field shows a moment. */
export function printMoment(moment: Date): string {
	const two = (value: number) => String(value).padStart(2, "0");
	const day = `${two(moment.getDate())}/${two(moment.getMonth() + 1)}`;
	return `${day} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/** What the field shows while somebody types digits: `13081640` becomes `13/08 16:40`. */
export function formatMoment(typed: string): string {
	// Only an unbroken run of digits is formatted: who types separators knows what they want.
	if (!/^\d{5,12}$/.test(typed.replace(/[/ :]/g, "")) || /[^\d/ :]/.test(typed)) return typed;
	const digits = typed.replace(/\D/g, "");
	if (digits.length > 8) {
		const date = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 8)].join("/");
		return `${date} ${[digits.slice(8, 10), digits.slice(10, 12)].filter((part) => part !== "").join(":")}`;
	}
	const time = [digits.slice(4, 6), digits.slice(6, 8)].filter((part) => part !== "").join(":");
	return `${digits.slice(0, 2)}/${digits.slice(2, 4)} ${time}`;
}

/** NumericDate of the moment; undefined when it does not exist. A day without year is the last one that is not ahead. */
export function readMoment(typed: string, now: Date): number | undefined {
	const digits = typed.replace(/\D/g, "");
	switch (digits.length) {
		case 3:
		case 4: {
			// A day without a time, not a time.
			if (typed.includes("/")) return undefined;
			const [hour, minute] = timeOf(digits.padStart(4, "0"));
			return at({ year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate(), hour, minute });
		}
		case 8: {
			const [hour, minute] = timeOf(digits.slice(4));
			const parts = { month: Number(digits.slice(2, 4)), day: Number(digits.slice(0, 2)), hour, minute };
			const thisYear = at({ ...parts, year: now.getFullYear() });
			// The field shows no year: in January, 30/12 was last year. Tomorrow stays tomorrow, and is refused as such.
			const ahead = thisYear !== undefined && thisYear * 1000 > now.getTime() + 31 * 86_400_000;
			return thisYear === undefined || ahead ? at({ ...parts, year: now.getFullYear() - 1 }) : thisYear;
		}
		case 12: {
			const [hour, minute] = timeOf(digits.slice(8));
			const day = Number(digits.slice(0, 2));
			return at({ year: Number(digits.slice(4, 8)), month: Number(digits.slice(2, 4)), day, hour, minute });
		}
		default:
			return undefined;
	}
}

function timeOf(digits: string): [hour: number, minute: number] {
	return [Number(digits.slice(0, 2)), Number(digits.slice(2, 4))];
}

type CivilMoment = { year: number; month: number; day: number; hour: number; minute: number };

function at({ year, month, day, hour, minute }: CivilMoment): number | undefined {
	if (hour > 23 || minute > 59) return undefined;
	const date = new Date(year, month - 1, day, hour, minute);
	const same = date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day;
	return same ? Math.floor(date.getTime() / 1000) : undefined;
}
