/**
 * JSON objects as attestations and delegations carry them: what two parsers could read differently is refused.
 * Refuses ill-formed UTF-8, a byte order mark, a member name given twice, unpaired surrogates, and numbers other
 * than safe integers written as plain digits (`1.0` and `1e3` are not integers here). Knows no claim.
 */
import { fromUtf8 } from "@/lib/shared/bytes";

export type JsonObject = Readonly<Record<string, unknown>>;

/** Nesting that no claim needs; bounds the scanner's stack. */
const DEPTH_LIMIT = 8;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],]|[-0-9][-+.0-9eE]*/g;
const INTEGER = /^(?:0|-?[1-9]\d*)$/;
const UNPAIRED_SURROGATE = /\p{Surrogate}/u;

/** Undefined for anything but one strict JSON object. */
export function parseStrictObject(bytes: Uint8Array): JsonObject | undefined {
	const text = fromUtf8(bytes);
	if (text === undefined) return undefined;
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return undefined; // not JSON: the caller answers for the whole format
	}
	if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
	return isUnambiguous(text) ? (value as JsonObject) : undefined;
}

/** True when the members of `object` are exactly `names`, in that order. */
export function hasMembersInOrder(object: JsonObject, names: readonly string[]): boolean {
	const members = Object.keys(object);
	return members.length === names.length && members.every((name, place) => name === names[place]);
}

/** True when there is white space between the tokens of this JSON text. */
export function hasWhiteSpace(bytes: Uint8Array): boolean {
	let inString = false;
	for (let i = 0; i < bytes.length; i++) {
		const byte = bytes[i] as number;
		if (byte === QUOTE) inString = !inString;
		else if (byte === BACKSLASH) i++;
		else if (!inString && byte <= SPACE) return true;
	}
	return false;
}

export function isInteger(value: unknown): value is number {
	return Number.isSafeInteger(value);
}

export function codePoints(text: string): number {
	let count = 0;
	for (const _ of text) count++;
	return count;
}

/** `text` is already known to be JSON, so tokens are read without re-checking the grammar. */
function isUnambiguous(text: string): boolean {
	/** The member names of each open object; null for an open array. */
	const open: (Set<string> | null)[] = [];
	let atName = false;
	for (const [token] of text.matchAll(TOKEN)) {
		switch (token[0]) {
			case "{":
			case "[":
				if (open.length === DEPTH_LIMIT) return false;
				open.push(token === "{" ? new Set() : null);
				atName = token === "{";
				break;
			case "}":
			case "]":
				open.pop();
				atName = false;
				break;
			case ",":
				atName = open.at(-1) !== null;
				break;
			case '"': {
				const content = token.includes("\\") ? (JSON.parse(token) as string) : token.slice(1, -1);
				if (UNPAIRED_SURROGATE.test(content)) return false;
				const names = open.at(-1);
				if (atName && names) {
					if (names.has(content)) return false;
					names.add(content);
				}
				atName = false;
				break;
			}
			default:
				if (!INTEGER.test(token) || !Number.isSafeInteger(Number(token))) return false;
		}
	}
	return true;
}
