/**
 * The pharmacy number as printed: five digits, a hyphen and a Damm check digit (spec §5).
 * H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004: catches every single wrong digit and every exchange of
 * neighbours.
 */
import { SEPARATORS } from "./symbols";

/** Damm's quasigroup of order 10. */
const QUASIGROUP = [
	[0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
	[7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
	[4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
	[1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
	[6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
	[3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
	[5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
	[8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
	[9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
	[2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
] as const satisfies readonly (readonly number[])[];

const TYPED_LIMIT = 64;

/** Check digit of a string of ASCII digits; a number followed by its own digit gives 0. */
export function dammDigit(digits: string): number {
	let interim = 0;
	for (const digit of digits) interim = QUASIGROUP[interim]?.[Number(digit)] ?? 0;
	return interim;
}

/** `40123` → `40123-3`. */
export function printPharmacyNumber(number: string): string {
	return `${number}-${dammDigit(number)}`;
}

/** The five digits of a typed number, or undefined for a wrong length, alphabet or Damm digit. */
export function readPharmacyNumber(typed: string): string | undefined {
	if (typed.length > TYPED_LIMIT) return undefined;
	const digits = typed
		.replace(SEPARATORS, "")
		.replace(/[Oo]/g, "0")
		.replace(/[IiLl]/g, "1");
	if (!/^[0-9]{6}$/.test(digits) || dammDigit(digits) !== 0) return undefined;
	return digits.slice(0, 5);
}
