/**
 * Unique vaccination certificate/assertion/recovery identifiers, option 3 of the eHealth Network's "Interoperability of
 * health certificates, trust framework" annex 2: `URN:UVCI:01:<country>:<opaque string>#<check character>`.
 */
import "server-only";
import { randomCrockford } from "../../crypto/secret-text";

const PREFIX = "URN:UVCI:01:FR:";
/** 26 symbols of five random bits: 130 bits, so that numbers neither collide nor tell anything. */
const SYMBOLS = 26;
/** The alphabet of the annex, in the order that gives each character its value. */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:";

export function makeUvci(): string {
	const body = PREFIX + randomCrockford(SYMBOLS);
	return `${body}#${uvciCheckCharacter(body)}`;
}

/** Luhn mod N (ISO/IEC 7812-1, annex B, with 38 characters) over everything before the `#`. */
export function uvciCheckCharacter(body: string): string {
	let sum = 0;
	let factor = 2;
	for (let i = body.length - 1; i >= 0; i--) {
		const addend = factor * ALPHABET.indexOf(body[i] as string);
		sum += Math.floor(addend / ALPHABET.length) + (addend % ALPHABET.length);
		factor = factor === 2 ? 1 : 2;
	}
	return ALPHABET[(ALPHABET.length - (sum % ALPHABET.length)) % ALPHABET.length] as string;
}
