/**
 * base45 (RFC 9285), table-driven in both directions. Never trims: the space is one of the 45 symbols.
 */
import type { Bytes } from "@/lib/shared/bytes";

/** RFC 9285 §4.2. */
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const INVALID = 255;

const CODE_OF_VALUE = Uint8Array.from(ALPHABET, (symbol) => symbol.charCodeAt(0));
const VALUE_OF_CODE = new Uint8Array(128).fill(INVALID);
for (const [value, code] of CODE_OF_VALUE.entries()) VALUE_OF_CODE[code] = value;
/** The same, reading a–z as A–Z: only to tell a badly written text from no text at all (RP-4). */
const VALUE_OF_FOLDED_CODE = VALUE_OF_CODE.slice();
for (let code = 0x61; code <= 0x7a; code++) VALUE_OF_FOLDED_CODE[code] = VALUE_OF_CODE[code - 0x20] as number;

const ascii = new TextDecoder();

/** §4.1: two bytes become three symbols, least significant first; a last single byte becomes two. */
export function encodeBase45(bytes: Uint8Array): string {
	const even = bytes.length & ~1;
	const codes = new Uint8Array((even / 2) * 3 + (bytes.length - even) * 2);
	let at = 0;
	for (let i = 0; i < even; i += 2) {
		const pair = ((bytes[i] as number) << 8) | (bytes[i + 1] as number);
		codes[at++] = CODE_OF_VALUE[pair % 45] as number;
		codes[at++] = CODE_OF_VALUE[((pair / 45) | 0) % 45] as number;
		codes[at++] = CODE_OF_VALUE[(pair / 2025) | 0] as number;
	}
	if (even < bytes.length) {
		const last = bytes[even] as number;
		codes[at++] = CODE_OF_VALUE[last % 45] as number;
		codes[at] = CODE_OF_VALUE[(last / 45) | 0] as number;
	}
	return ascii.decode(codes);
}

/**
 * §4.3 and §6: undefined for a foreign symbol, a lone last symbol, or a group above 65535 (above 255 for a last
 * pair). With `foldCase` lower-case letters are read as upper-case ones, which RFC 9285 does not allow.
 */
export function decodeBase45(
	text: string,
	{ foldCase = false }: { readonly foldCase?: boolean } = {},
): Bytes | undefined {
	const rest = text.length % 3;
	if (rest === 1) return undefined;
	const table = foldCase ? VALUE_OF_FOLDED_CODE : VALUE_OF_CODE;
	const whole = text.length - rest;
	const bytes = new Uint8Array((whole / 3) * 2 + rest / 2);
	let at = 0;
	for (let i = 0; i < whole; i += 3) {
		const low = table[text.charCodeAt(i)] ?? INVALID;
		const middle = table[text.charCodeAt(i + 1)] ?? INVALID;
		const high = table[text.charCodeAt(i + 2)] ?? INVALID;
		if (low === INVALID || middle === INVALID || high === INVALID) return undefined;
		const pair = low + middle * 45 + high * 2025;
		if (pair > 0xffff) return undefined;
		bytes[at++] = pair >> 8;
		bytes[at++] = pair & 0xff;
	}
	if (rest === 2) {
		const low = table[text.charCodeAt(whole)] ?? INVALID;
		const high = table[text.charCodeAt(whole + 1)] ?? INVALID;
		if (low === INVALID || high === INVALID) return undefined;
		const last = low + high * 45;
		if (last > 0xff) return undefined;
		bytes[at] = last;
	}
	return bytes;
}
