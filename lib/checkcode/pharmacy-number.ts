/** The pharmacy number as printed: five digits, a hyphen and a Damm check digit (spec §5). */
import { dammDigit } from "@/lib/shared/damm";
import { SEPARATORS } from "./symbols";

const TYPED_LIMIT = 64;

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
