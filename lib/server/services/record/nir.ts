import "server-only";

/**
 * French social security number: 13 characters and a control key, key = 97 − (number mod 97). Corsican departments
 * count as 19 (2A) and 18 (2B). Source: INSEE, "numéro d'inscription au répertoire". White space is ignored.
 */
export function isNir(text: string): boolean {
	const match = /^([1-8]\d{4}(?:\d{2}|2[AB])\d{6})(\d{2})$/.exec(text.replaceAll(" ", ""));
	if (match === null) return false;
	const digits = (match[1] as string).replace("2A", "19").replace("2B", "18");
	return 97n - (BigInt(digits) % 97n) === BigInt(match[2] as string);
}
