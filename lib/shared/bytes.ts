/** Bytes as the Web APIs take them: never backed by shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function utf8(text: string): Bytes {
	return fromShortAscii(text) ?? encoder.encode(text);
}

/** Strict UTF-8: undefined for ill-formed input; a byte order mark is kept. */
export function fromUtf8(bytes: Uint8Array, start = 0, end = bytes.length): string | undefined {
	const short = shortAscii(bytes, start, end);
	if (short !== undefined) return short;
	try {
		return decoder.decode(bytes.subarray(start, end));
	} catch {
		return undefined;
	}
}

/** Up to here ASCII is quicker read and written by hand: the platform's coders take four times as long to be called. */
const SHORT_TEXT = 64;

function fromShortAscii(text: string): Bytes | undefined {
	if (text.length > SHORT_TEXT) return undefined;
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code > 0x7f) return undefined;
		bytes[i] = code;
	}
	return bytes;
}

function shortAscii(bytes: Uint8Array, start: number, end: number): string | undefined {
	if (end - start > SHORT_TEXT) return undefined;
	let text = "";
	let at = start;
	for (; at + 4 <= end; at += 4) {
		const a = bytes[at] as number;
		const b = bytes[at + 1] as number;
		const c = bytes[at + 2] as number;
		const d = bytes[at + 3] as number;
		if ((a | b | c | d) > 0x7f) return undefined;
		text += String.fromCharCode(a, b, c, d);
	}
	for (; at < end; at++) {
		const byte = bytes[at] as number;
		if (byte > 0x7f) return undefined;
		text += String.fromCharCode(byte);
	}
	return text;
}

/** Up to here bytes are copied one by one: the platform's copying takes longer to be called. */
const SHORT_PART = 64;

export function concat(...parts: readonly Uint8Array[]): Bytes {
	let length = 0;
	for (const part of parts) length += part.length;
	const whole = new Uint8Array(length);
	let offset = 0;
	for (const part of parts) {
		if (part.length > SHORT_PART) whole.set(part, offset);
		else for (let i = 0; i < part.length; i++) whole[offset + i] = part[i] as number;
		offset += part.length;
	}
	return whole;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false;
	let difference = 0;
	for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
	return difference === 0;
}

const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/** RFC 4648 §4 and §5. Tables of our own: btoa and atob go through a string a byte, ten times slower. */
const STANDARD = alphabet(`${ALPHANUMERIC}+/`);
const URL_SAFE = alphabet(`${ALPHANUMERIC}-_`);
const PADDING = 0x3d;

/** Standard base64 with padding (RFC 4648 §4). */
export function base64(bytes: Uint8Array): string {
	return encode(bytes, STANDARD.codes, Math.ceil(bytes.length / 3) * 4);
}

/** Strict: undefined unless `text` is exactly the padded base64 of some bytes. */
export function fromBase64(text: string): Bytes | undefined {
	if (text.length % 4 !== 0) return undefined;
	const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
	return decode(text, STANDARD.values, text.length - padding);
}

/** base64url without padding (RFC 7515 §2). */
export function base64url(bytes: Uint8Array): string {
	return encode(bytes, URL_SAFE.codes, Math.ceil((bytes.length * 4) / 3));
}

/** Strict: undefined unless `text` is exactly the base64url of some bytes (no padding, no stray bits). */
export function fromBase64url(text: string): Bytes | undefined {
	return decode(text, URL_SAFE.values, text.length);
}

function alphabet(symbols: string) {
	const codes = Uint8Array.from(symbols, (symbol) => symbol.charCodeAt(0));
	const values = new Uint8Array(128).fill(255);
	for (const [value, code] of codes.entries()) values[code] = value;
	return { codes, values };
}

/** Short texts are written here first: a buffer of its own for each costs more than the writing. */
const scratch = new Uint8Array(1024);

/** `length` symbols: those beyond the last whole or partial group are padding. */
function encode(bytes: Uint8Array, codes: Uint8Array, length: number): string {
	const symbols = length <= scratch.length ? scratch.subarray(0, length) : new Uint8Array(length);
	const end = Math.ceil((bytes.length * 4) / 3);
	let at = 0;
	for (let i = 0; i < bytes.length; i += 3) {
		const group = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
		for (let shift = 18; shift >= 0 && at < end; shift -= 6) {
			symbols[at++] = codes[(group >> shift) & 63] as number;
		}
	}
	symbols.fill(PADDING, at);
	return fromUtf8(symbols) as string;
}

/**
 * The first `end` symbols; undefined for a foreign one, a lone last one, or stray bits after the last byte. Symbols are
 * read as bytes, which is quicker than as characters; one outside of ASCII takes several. A deny file has six million.
 */
function decode(text: string, values: Uint8Array, end: number): Bytes | undefined {
	const symbols = utf8(text);
	if (end % 4 === 1 || symbols.length !== text.length) return undefined;
	const bytes = new Uint8Array(Math.floor((end * 3) / 4));
	const whole = end & ~3;
	let at = 0;
	/** All values together: a foreign symbol's has bits that the others lack. */
	let seen = 0;
	for (let i = 0; i < whole; i += 4) {
		const a = values[symbols[i] as number] as number;
		const b = values[symbols[i + 1] as number] as number;
		const c = values[symbols[i + 2] as number] as number;
		const d = values[symbols[i + 3] as number] as number;
		seen |= a | b | c | d;
		bytes[at++] = (a << 2) | (b >> 4);
		bytes[at++] = (b << 4) | (c >> 2);
		bytes[at++] = (c << 6) | d;
	}
	let stray = 0;
	if (whole < end) {
		const a = values[symbols[whole] as number] as number;
		const b = values[symbols[whole + 1] as number] as number;
		const c = whole + 2 < end ? (values[symbols[whole + 2] as number] as number) : 0;
		seen |= a | b | c;
		bytes[at++] = (a << 2) | (b >> 4);
		if (at < bytes.length) bytes[at] = (b << 4) | (c >> 2);
		stray = whole + 2 < end ? c & 3 : b & 15;
	}
	return seen < 64 && stray === 0 ? bytes : undefined;
}
