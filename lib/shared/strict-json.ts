/**
 * JSON objects as attestations and delegations carry them: what two parsers could read differently is refused.
 * Refuses ill-formed UTF-8, a byte order mark, a member name given twice, unpaired surrogates, and numbers other
 * than safe integers written as plain digits (`1.0` and `1e3` are not integers here). Knows no claim.
 */
import { fromUtf8 } from "./bytes";

export type JsonObject = Readonly<Record<string, unknown>>;

/** Nesting that no claim needs; bounds the scanner's stack. */
const DEPTH_LIMIT = 8;
const INTEGER = /^(?:0|-?[1-9]\d*)$/;
const UNPAIRED_SURROGATE = /\p{Surrogate}/u;

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Undefined for anything but one strict JSON object; with `compact`, one without white space between tokens. */
export function parseStrictObject(bytes: Uint8Array, { compact = false } = {}): JsonObject | undefined {
	const text = fromUtf8(bytes);
	if (text === undefined) return undefined;
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return undefined; // not JSON: the caller answers for the whole format
	}
	if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
	return isUnambiguous(text, compact) ? (value as JsonObject) : undefined;
}

/** True when the members of `object` are exactly `names`, in that order. */
export function hasMembersInOrder(object: JsonObject, names: readonly string[]): boolean {
	const members = Object.keys(object);
	return members.length === names.length && members.every((name, place) => name === names[place]);
}

export function isInteger(value: unknown): value is number {
	return Number.isSafeInteger(value);
}

export function codePoints(text: string): number {
	let count = 0;
	for (const _ of text) count++;
	return count;
}

/**
 * `text` is already known to be JSON, so this reads tokens without checking the grammar again. By character code:
 * with regular expressions it took a tenth of the time of a whole verdict.
 */
function isUnambiguous(text: string, compact: boolean): boolean {
	/** The member names of each open object; null for an open array. */
	const open: (Set<string> | null)[] = [];
	let names: Set<string> | null = null;
	let atName = false;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === QUOTE) {
			const end = endOfString(text, i);
			if (!isUnambiguousString(text.slice(i, end + 1), atName ? names : null)) return false;
			atName = false;
			i = end;
		} else if (code === MINUS || (code >= ZERO && code <= NINE)) {
			const end = endOfNumber(text, i);
			if (!isPlainInteger(text.slice(i, end))) return false;
			i = end - 1;
		} else if (code === COMMA) {
			atName = names !== null;
		} else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
			if (open.length === DEPTH_LIMIT) return false;
			names = code === OPEN_OBJECT ? new Set() : null;
			open.push(names);
			atName = names !== null;
		} else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
			open.pop();
			names = open.at(-1) ?? null;
			atName = false;
		} else if (compact && code <= 0x20) {
			return false;
		}
	}
	return true;
}

/** Position of the closing quote. */
function endOfString(text: string, start: number): number {
	let i = start + 1;
	for (let code = text.charCodeAt(i); code !== QUOTE; code = text.charCodeAt(i)) i += code === BACKSLASH ? 2 : 1;
	return i;
}

/** Position after the last character that a number may hold. */
function endOfNumber(text: string, start: number): number {
	let i = start + 1;
	while (i < text.length && "+-.eE0123456789".includes(text.charAt(i))) i++;
	return i;
}

/** `names` are those already given in this object when the string is a member's name, else null. */
function isUnambiguousString(token: string, names: Set<string> | null): boolean {
	let spelling = token;
	if (token.includes("\\")) {
		const content: string = JSON.parse(token);
		// Only an escape can write an unpaired surrogate: UTF-8 cannot.
		if (UNPAIRED_SURROGATE.test(content)) return false;
		spelling = JSON.stringify(content);
	}
	if (names === null) return true;
	if (names.has(spelling)) return false;
	names.add(spelling);
	return true;
}

function isPlainInteger(token: string): boolean {
	return INTEGER.test(token) && Number.isSafeInteger(Number(token));
}
