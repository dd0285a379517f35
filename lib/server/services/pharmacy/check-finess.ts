import "server-only";
import { hasLuhnDigit } from "@/lib/shared/luhn";

/**
 * French register number of health establishments: nine characters, Luhn. Corsican numbers begin with 2A or 2B, for
 * which the register's check digit is not documented: those are taken as they are.
 */
export function isFiness(text: string): boolean {
	if (/^2[AB]\d{7}$/.test(text)) return true;
	return /^\d{9}$/.test(text) && hasLuhnDigit(text);
}
