import { hasLuhnDigit } from "./luhn";

/** Number of a health professional in the French register (RPPS): eleven digits, the last one by Luhn. */
export function readRpps(typed: string): string | undefined {
	const digits = typed.replace(/[\s.\u00a0\u202f-]/g, "");
	return /^\d{11}$/.test(digits) && !/^0+$/.test(digits) && hasLuhnDigit(digits) ? digits : undefined;
}
