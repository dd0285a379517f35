/**
 * The strip number: six random digits and their Damm digit, printed beside the holder link on the strip that is torn
 * off the sheet. Whoever opens that link types it. It is short because the link's token is what cannot be guessed; the
 * number keeps out those who got the address alone, and the portal counts the tries.
 */
import { dammDigit } from "@/lib/shared/damm";

/** Seven digits; whether the last one fits is `readStripNumber`'s to say. */
export const STRIP_NUMBER = /^[0-9]{7}$/;

const DRAWN = 6;
const TYPED_LIMIT = 64;
const SEPARATORS = /[\s.\-\u2010\u2011]/g;

/**
 * `random`: 32 random bits, unsigned. 10⁶ does not divide 2³²: some numbers come up 4,295 times where others do 4,294,
 * which helps nobody who guesses.
 */
export function stripNumberOf(random: number): string {
	const drawn = String(random % 10 ** DRAWN).padStart(DRAWN, "0");
	return `${drawn}${dammDigit(drawn)}`;
}

/** `4821935` → `482 1935`: seven digits in a row are misread, and eight would look like a date. */
export function printStripNumber(number: string): string {
	return `${number.slice(0, 3)} ${number.slice(3)}`;
}

/** The seven digits of a typed number; undefined for a wrong length, alphabet or check digit. */
export function readStripNumber(typed: string): string | undefined {
	if (typed.length > TYPED_LIMIT) return undefined;
	const digits = typed.replace(SEPARATORS, "");
	return STRIP_NUMBER.test(digits) && dammDigit(digits) === 0 ? digits : undefined;
}
