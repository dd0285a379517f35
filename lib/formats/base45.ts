/**
 * base45 (RFC 9285), strict: upper case only, no foreign character, no overflowing group, no odd tail. For every byte
 * string there is exactly one text and decoding accepts no other (spec RP-4).
 */
import type { Bytes } from "@/lib/shared/bytes";

/** RFC 9285 §4.2, table 1: the alphanumeric set of QR codes. The space is a symbol. */
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const BASE = ALPHABET.length;
const NO_SYMBOL = 0xff;

/** Value by character code, `NO_SYMBOL` for characters outside the alphabet. */
const VALUES: Uint8Array = new Uint8Array(128).fill(NO_SYMBOL);
for (let value = 0; value < BASE; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

export function encodeBase45(bytes: Uint8Array): string {
	let text = "";
	const even = bytes.length - (bytes.length % 2);
	for (let i = 0; i < even; i += 2) {
		const n = ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0);
		text += symbol(n % BASE) + symbol(Math.floor(n / BASE) % BASE) + symbol(Math.floor(n / (BASE * BASE)));
	}
	const last = bytes[even];
	if (last !== undefined) text += symbol(last % BASE) + symbol(Math.floor(last / BASE));
	return text;
}

/** Undefined unless `text` is exactly what `encodeBase45` gives for some bytes. */
export function decodeBase45(text: string): Bytes | undefined {
	const tail = text.length % 3;
	if (tail === 1) return undefined;
	const triples = (text.length - tail) / 3;
	const bytes = new Uint8Array(triples * 2 + (tail === 2 ? 1 : 0));
	for (let i = 0; i < triples; i++) {
		const n = valueAt(text, 3 * i) + BASE * valueAt(text, 3 * i + 1) + BASE * BASE * valueAt(text, 3 * i + 2);
		if (!(n <= 0xffff)) return undefined;
		bytes[2 * i] = n >> 8;
		bytes[2 * i + 1] = n & 0xff;
	}
	if (tail === 2) {
		const n = valueAt(text, text.length - 2) + BASE * valueAt(text, text.length - 1);
		if (!(n <= 0xff)) return undefined;
		bytes[bytes.length - 1] = n;
	}
	return bytes;
}

function symbol(value: number): string {
	return ALPHABET.charAt(value);
}

/** NaN for a character outside the alphabet: it then fails every range check. */
function valueAt(text: string, index: number): number {
	const value = VALUES[text.charCodeAt(index)] ?? NO_SYMBOL;
	return value === NO_SYMBOL ? Number.NaN : value;
}
