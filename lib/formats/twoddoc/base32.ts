import type { Bytes } from "@/lib/shared/bytes";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const VALUE_OF_CODE: readonly (number | undefined)[] = Array.from({ length: 128 }, (_, code) => {
	const value = ALPHABET.indexOf(String.fromCharCode(code));
	return value < 0 ? undefined : value;
});

/**
 * RFC 4648 §6 without padding, strict: undefined for a foreign character, an impossible length or stray bits,
 * so that one signature has one spelling.
 */
export function fromBase32(text: string): Bytes | undefined {
	const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
	let buffer = 0;
	let bits = 0;
	let length = 0;
	for (let i = 0; i < text.length; i++) {
		const value = VALUE_OF_CODE[text.charCodeAt(i)];
		if (value === undefined) return undefined;
		buffer = ((buffer << 5) | value) & 0xfff;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			bytes[length++] = (buffer >> bits) & 0xff;
		}
	}
	return bits < 5 && (buffer & ((1 << bits) - 1)) === 0 ? bytes : undefined;
}

/** RFC 4648 §6 without padding. */
export function base32(bytes: Uint8Array): string {
	let text = "";
	let buffer = 0;
	let bits = 0;
	for (const byte of bytes) {
		buffer = ((buffer << 8) | byte) & 0xfff;
		bits += 8;
		while (bits >= 5) {
			bits -= 5;
			text += ALPHABET.charAt((buffer >> bits) & 31);
		}
	}
	return bits > 0 ? text + ALPHABET.charAt((buffer << (5 - bits)) & 31) : text;
}
