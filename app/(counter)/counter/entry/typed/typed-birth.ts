/**
 * A birth date as typed at a counter: digits only, the slashes come by themselves. Parts may be unknown, as on some
 * identity documents: `1990` and `02/1990` are births too.
 */

const OLDEST = 125;

/** What the field shows while somebody types: `03021990` becomes `03/02/1990`. */
export function formatBirth(typed: string): string {
	const digits = typed.replace(/\D/g, "").slice(0, 8);
	// Up to four digits it may still be a bare year.
	if (digits.length <= 4) return typed.includes("/") ? groups(digits, [2, 2]) : digits;
	return groups(digits, [2, 2, 4]);
}

/** What the field shows once it is left: `1990`, `02/1990` or `03/02/1990`. */
export function printBirth(birth: string): string {
	return birth.split("-").reverse().join("/");
}

/** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; undefined for a date that does not exist, lies ahead or more than 125 years back. */
export function readBirth(typed: string, today: string): string | undefined {
	const digits = typed.replace(/\D/g, "");
	const year = Number(digits.slice(-4));
	const thisYear = Number(today.slice(0, 4));
	if (![4, 6, 8].includes(digits.length) || year < thisYear - OLDEST) return undefined;
	const parts = [digits.slice(-4), digits.slice(-6, -4), digits.slice(-8, -6)].filter((part) => part !== "");
	const birth = parts.join("-");
	return exists(parts) && birth <= today.slice(0, birth.length) ? birth : undefined;
}

function exists([year = "", month = "01", day = "01"]: readonly string[]): boolean {
	const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
	return date.toISOString().slice(0, 10) === `${year}-${month}-${day}`;
}

function groups(digits: string, lengths: readonly number[]): string {
	const parts: string[] = [];
	let rest = digits;
	for (const length of lengths) {
		if (rest !== "") parts.push(rest.slice(0, length));
		rest = rest.slice(length);
	}
	return parts.join("/");
}
