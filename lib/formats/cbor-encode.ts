/**
 * Deterministic CBOR (RFC 8949 §4.2.1): shortest heads, map keys in bytewise order of their encodings, no indefinite
 * lengths. The same value always gives the same bytes.
 */
import { concat, utf8 } from "@/lib/shared/bytes";
import { type CborValue, isCborArray, isCborBytes, isCborMap } from "./cbor-value";

const BYTES = 2 << 5;
const TEXT = 3 << 5;
const SIMPLE = 7 << 5;

/** Throws for a non-integer number (none of our documents holds one) and for one beyond 2⁵³ − 1. */
export function encodeCbor(value: CborValue): Uint8Array<ArrayBuffer> {
	if (value === null) return head(SIMPLE, 22);
	if (value === undefined) return head(SIMPLE, 23);
	if (typeof value === "boolean") return head(SIMPLE, value ? 21 : 20);
	if (typeof value === "number") return value < 0 ? head(1 << 5, -1 - value) : head(0, value);
	if (typeof value === "string") {
		const bytes = utf8(value);
		return concat(head(TEXT, bytes.length), bytes);
	}
	if (isCborBytes(value)) return concat(byteStringHead(value), value);
	if (isCborArray(value)) return concat(head(4 << 5, value.length), ...value.map(encodeCbor));
	if (isCborMap(value)) {
		const entries = [...value].map(([key, item]) => ({ key: encodeCbor(key), item: encodeCbor(item) }));
		entries.sort((a, b) => compareBytes(a.key, b.key));
		return concat(head(5 << 5, entries.length), ...entries.flatMap(({ key, item }) => [key, item]));
	}
	return concat(head(6 << 5, value.tag), encodeCbor(value.value));
}

/** What stands before the bytes of a byte string. */
export function byteStringHead(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	return head(BYTES, bytes.length);
}

function head(major: number, argument: number): Uint8Array<ArrayBuffer> {
	if (!Number.isSafeInteger(argument) || argument < 0) throw new RangeError("not an integer that CBOR is written for");
	if (argument < 24) return Uint8Array.of(major | argument);
	if (argument < 2 ** 8) return Uint8Array.of(major | 24, argument);
	const size = argument < 2 ** 16 ? 2 : argument < 2 ** 32 ? 4 : 8;
	const bytes = new Uint8Array(1 + size);
	bytes[0] = major | (size === 2 ? 25 : size === 4 ? 26 : 27);
	for (let i = size, rest = argument; i > 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
	return bytes;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
	const shared = Math.min(a.length, b.length);
	for (let i = 0; i < shared; i++) {
		const difference = (a[i] ?? 0) - (b[i] ?? 0);
		if (difference !== 0) return difference;
	}
	return a.length - b.length;
}
