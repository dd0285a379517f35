/** Whether the last digit is the check digit of those before it (ISO/IEC 7812-1, annex B). `digits`: digits only. */
export function hasLuhnDigit(digits: string): boolean {
	let sum = 0;
	for (let i = 0; i < digits.length; i++) {
		const digit = Number(digits[digits.length - 1 - i]);
		const doubled = i % 2 === 1 ? digit * 2 : digit;
		sum += doubled > 9 ? doubled - 9 : doubled;
	}
	return sum % 10 === 0;
}
