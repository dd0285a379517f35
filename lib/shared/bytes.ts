/** Bytes as the Web APIs take them: never backed by shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function utf8(text: string): Bytes {
	return encoder.encode(text);
}

/** Strict UTF-8: undefined for ill-formed input; a byte order mark is kept, not swallowed. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
	try {
		return decoder.decode(bytes);
	} catch {
		return undefined;
	}
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
	let length = 0;
	for (const part of parts) length += part.length;
	const whole = new Uint8Array(length);
	let offset = 0;
	for (const part of parts) {
		whole.set(part, offset);
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
const NO_VALUE = 255;
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
	return decoder.decode(symbols);
}

/** The first `end` symbols; undefined for a foreign one, a lone last one, or stray bits after the last byte. */
function decode(text: string, values: Uint8Array, end: number): Bytes | undefined {
	if (end % 4 === 1) return undefined;
	const bytes = new Uint8Array(Math.floor((end * 3) / 4));
	let at = 0;
	let bits = 0;
	let held = 0;
	for (let i = 0; i < end; i++) {
		const value = values[text.charCodeAt(i)] ?? NO_VALUE;
		if (value === NO_VALUE) return undefined;
		bits = ((bits & 0xff) << 6) | value;
		held += 6;
		if (held >= 8) {
			held -= 8;
			bytes[at++] = (bits >> held) & 0xff;
		}
	}
	return (bits & ((1 << held) - 1)) === 0 ? bytes : undefined;
}
