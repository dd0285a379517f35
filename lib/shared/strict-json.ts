/**
 * JSON that two parsers cannot read differently. `parseDistinct`, for whatever is signed, refuses ill-formed UTF-8, a byte
 * order mark and a member name given twice. `parseStrictObject`, for attestations and delegations, refuses unpaired
 * surrogates, too, and numbers other than safe integers written as plain digits (`1.0` and `1e3` are not integers here).
 * Knows no claim.
 *
 * JSON.parse keeps one member of each name. So a name was given twice exactly when the text has more members than the
 * value: that is counted, which takes a third of the time of JSON.parse, where a set of names for each object takes as
 * much as JSON.parse.
 */
import { fromUtf8 } from "./bytes";

export type JsonObject = Readonly<Record<string, unknown>>;

/** Nesting that no claim needs. */
const DEPTH_LIMIT = 8;
const INTEGER = /^(?:0|-?[1-9]\d*)$/;
const UNPAIRED_SURROGATE = /\p{Surrogate}/u;

const QUOTE = 0x22;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Undefined for anything but one JSON value in which no object has a member twice. */
export function parseDistinct(bytes: Uint8Array): unknown {
	const text = fromUtf8(bytes);
	const value = text === undefined ? undefined : parse(text);
	return text !== undefined && value !== undefined && membersOf(value) === membersIn(text) ? value : undefined;
}

/** Undefined for anything but one strict JSON object; with `compact`, one without white space between tokens. */
export function parseStrictObject(bytes: Uint8Array, { compact = false } = {}): JsonObject | undefined {
	const text = fromUtf8(bytes);
	const value = text === undefined ? undefined : parse(text);
	if (text === undefined || typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
	return membersOf(value) === membersInStrict(text, compact) ? (value as JsonObject) : undefined;
}

/** Undefined for what is not JSON: the caller answers for the whole format. */
function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
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

/** How many members all objects in `value` have. */
function membersOf(value: unknown): number {
	let count = 0;
	const open = [value];
	while (open.length > 0) {
		const next = open.pop();
		if (typeof next !== "object" || next === null) continue;
		const inner: readonly unknown[] = Array.isArray(next) ? next : Object.values(next);
		if (!Array.isArray(next)) count += inner.length;
		for (const one of inner) if (typeof one === "object" && one !== null) open.push(one);
	}
	return count;
}

/** How many members are written in `text`, which is JSON: its colons outside of strings. */
function membersIn(text: string): number {
	let count = 0;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === QUOTE) i = endOfString(text, i);
		else if (code === COLON) count++;
	}
	return count;
}

/**
 * The same, or undefined where a token is not strict. `text` is already known to be JSON, so this reads tokens without
 * checking the grammar again. By character code: with regular expressions it took a tenth of the time of a whole verdict.
 */
function membersInStrict(text: string, compact: boolean): number | undefined {
	let count = 0;
	let depth = 0;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === QUOTE) {
			const end = endOfString(text, i);
			if (hasUnpairedSurrogate(text.slice(i, end + 1))) return undefined;
			i = end;
		} else if (code === COLON) {
			count++;
		} else if (code === MINUS || (code >= ZERO && code <= NINE)) {
			const end = endOfNumber(text, i);
			if (!isPlainInteger(text.slice(i, end))) return undefined;
			i = end - 1;
		} else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
			depth++;
			if (depth > DEPTH_LIMIT) return undefined;
		} else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
			depth--;
		} else if (compact && code <= 0x20) {
			return undefined;
		}
	}
	return count;
}

/** Position of the closing quote. */
function endOfString(text: string, start: number): number {
	let end = text.indexOf('"', start + 1);
	while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
	return end;
}

/** By an odd number of backslashes before it. */
function isEscaped(text: string, at: number): boolean {
	let first = at;
	while (text.charCodeAt(first - 1) === BACKSLASH) first--;
	return (at - first) % 2 === 1;
}

/** Position after the last character that a number may hold. */
function endOfNumber(text: string, start: number): number {
	let i = start + 1;
	while (i < text.length && "+-.eE0123456789".includes(text.charAt(i))) i++;
	return i;
}

/** Only an escape can write one: UTF-8 cannot. */
function hasUnpairedSurrogate(token: string): boolean {
	return token.includes("\\") && UNPAIRED_SURROGATE.test(JSON.parse(token));
}

function isPlainInteger(token: string): boolean {
	return INTEGER.test(token) && Number.isSafeInteger(Number(token));
}
