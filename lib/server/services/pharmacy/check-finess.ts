import "server-only";

/**
 * French register number of health establishments: nine characters, Luhn. Corsican numbers begin with 2A or 2B, for
 * which the register's check digit is not documented: those are taken as they are.
 */
export function isFiness(text: string): boolean {
	if (/^2[AB]\d{7}$/.test(text)) return true;
	if (!/^\d{9}$/.test(text)) return false;
	let sum = 0;
	for (let i = 0; i < text.length; i++) {
		const digit = Number(text[text.length - 1 - i]);
		const doubled = i % 2 === 1 ? digit * 2 : digit;
		sum += doubled > 9 ? doubled - 9 : doubled;
	}
	return sum % 10 === 0;
}
