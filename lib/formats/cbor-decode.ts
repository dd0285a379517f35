/**
 * A strict CBOR decoder (RFC 8949) for hostile input: no allocation relies on a length field; nesting and
 * the number of items are capped; ill-formed UTF-8, duplicate map keys, integers beyond 2⁵³ − 1, reserved values and
 * trailing bytes are refused. Non-preferred encodings (a long-form length) are accepted, as issuers use them.
 */
import { concat, fromUtf8 } from "@/lib/shared/bytes";
import type { CborMap, CborValue } from "./cbor-value";

/** Spec V-1. */
const MAX_DEPTH = 16;
/**
 * Items and string chunks in one message: forty times as many as any certificate has. 64 KiB of one-byte items would
 * cost a tenth of a second (spec V-1).
 */
const MAX_ITEMS = 4096;

const MAJOR_UNSIGNED = 0;
const MAJOR_NEGATIVE = 1;
const MAJOR_BYTES = 2;
const MAJOR_TEXT = 3;
const MAJOR_ARRAY = 4;
const MAJOR_MAP = 5;
const MAJOR_TAG = 6;
const MAJOR_SIMPLE = 7;
/** RFC 8949 §3.2.1: the code that ends an item of indefinite length. */
const BREAK = 0xff;
const INDEFINITE = 31;

/** Internal: the exported function catches it and answers undefined. */
class IllFormed extends Error {}

/**
 * The one item that `bytes` holds, or undefined for anything ill-formed. Byte strings are views of `bytes`. Never
 * throws.
 */
export function decodeCbor(bytes: Uint8Array): { readonly value: CborValue } | undefined {
	try {
		const reader = new Reader(bytes);
		const value = reader.item(0);
		return reader.atEnd ? { value } : undefined;
	} catch (cause) {
		if (cause instanceof IllFormed) return undefined;
		throw cause;
	}
}

class Reader {
	readonly #bytes: Uint8Array;
	#offset = 0;
	#items = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	get atEnd(): boolean {
		return this.#offset === this.#bytes.length;
	}

	item(depth: number): CborValue {
		if (depth > MAX_DEPTH) throw new IllFormed();
		this.#count();
		const initial = this.#byte();
		const major = initial >> 5;
		const info = initial & 0x1f;
		switch (major) {
			case MAJOR_UNSIGNED:
				return this.#argument(info);
			case MAJOR_NEGATIVE:
				return safe(-1 - this.#argument(info));
			case MAJOR_BYTES:
				return this.#string(MAJOR_BYTES, info);
			case MAJOR_TEXT:
				return this.#text(info);
			case MAJOR_ARRAY:
				return this.#array(info, depth);
			case MAJOR_MAP:
				return this.#map(info, depth);
			case MAJOR_TAG:
				return { tag: this.#argument(info), value: this.item(depth + 1) };
			case MAJOR_SIMPLE:
				return this.#simple(info);
			default:
				throw new IllFormed();
		}
	}

	#count(): void {
		this.#items += 1;
		if (this.#items > MAX_ITEMS) throw new IllFormed();
	}

	#byte(): number {
		const byte = this.#bytes[this.#offset];
		if (byte === undefined) throw new IllFormed();
		this.#offset += 1;
		return byte;
	}

	/** RFC 8949 §3: the count or value that follows the initial byte. */
	#argument(info: number): number {
		if (info < 24) return info;
		switch (info) {
			case 24:
				return this.#byte();
			case 25:
				return this.#number(2);
			case 26:
				return this.#number(4);
			case 27:
				return safe(this.#number(8));
			default:
				throw new IllFormed();
		}
	}

	/** Big-endian; of eight bytes the low bits are lost beyond 2⁵³, which `safe` then refuses. */
	#number(length: number): number {
		let value = 0;
		for (let i = 0; i < length; i++) value = value * 256 + this.#byte();
		return value;
	}

	/** The next `length` bytes as a view for their numbers. */
	#view(length: number): DataView {
		const at = this.#offset;
		this.#advance(length);
		return new DataView(this.#bytes.buffer, this.#bytes.byteOffset + at, length);
	}

	#advance(count: number): void {
		if (count > this.#bytes.length - this.#offset) throw new IllFormed();
		this.#offset += count;
	}

	#string(major: number, info: number): Uint8Array {
		if (info !== INDEFINITE) {
			const length = this.#argument(info);
			const start = this.#offset;
			this.#advance(length);
			return this.#bytes.subarray(start, start + length);
		}
		const chunks: Uint8Array[] = [];
		while (!this.#atBreak()) {
			this.#count();
			const initial = this.#byte();
			// §3.2.3: chunks are definite strings of the same major type, each well-formed by itself.
			if (initial >> 5 !== major || (initial & 0x1f) === INDEFINITE) throw new IllFormed();
			const chunk = this.#string(major, initial & 0x1f);
			if (major === MAJOR_TEXT) text(chunk);
			chunks.push(chunk);
		}
		return concat(...chunks);
	}

	#text(info: number): string {
		if (info === INDEFINITE) return text(this.#string(MAJOR_TEXT, info));
		const length = this.#argument(info);
		const start = this.#offset;
		this.#advance(length);
		return text(this.#bytes, start, start + length);
	}

	#array(info: number, depth: number): CborValue[] {
		const items: CborValue[] = [];
		if (info === INDEFINITE) {
			while (!this.#atBreak()) items.push(this.item(depth + 1));
			return items;
		}
		const count = this.#argument(info);
		for (let i = 0; i < count; i++) items.push(this.item(depth + 1));
		return items;
	}

	#map(info: number, depth: number): CborMap {
		const map = new Map<number | string, CborValue>();
		if (info === INDEFINITE) {
			while (!this.#atBreak()) this.#entry(map, depth);
			return map;
		}
		const count = this.#argument(info);
		for (let i = 0; i < count; i++) this.#entry(map, depth);
		return map;
	}

	#entry(map: Map<number | string, CborValue>, depth: number): void {
		const key = this.item(depth + 1);
		if (typeof key !== "number" && typeof key !== "string") throw new IllFormed();
		const before = map.size;
		map.set(key, this.item(depth + 1));
		if (map.size === before) throw new IllFormed(); // §5.6: the key was there
	}

	#simple(info: number): CborValue {
		switch (info) {
			case 20:
				return false;
			case 21:
				return true;
			case 22:
				return null;
			case 23:
				return undefined;
			case 25:
				return half(this.#view(2).getUint16(0));
			case 26:
				return this.#view(4).getFloat32(0);
			case 27:
				return this.#view(8).getFloat64(0);
			default:
				throw new IllFormed();
		}
	}

	/** Consumes the break code when it is next. */
	#atBreak(): boolean {
		if (this.#bytes[this.#offset] !== BREAK) return false;
		this.#offset += 1;
		return true;
	}
}

function safe(value: number): number {
	if (!Number.isSafeInteger(value)) throw new IllFormed();
	return value;
}

function text(bytes: Uint8Array, start = 0, end = bytes.length): string {
	const decoded = fromUtf8(bytes, start, end);
	if (decoded === undefined) throw new IllFormed();
	return decoded;
}

/** RFC 8949 Appendix D. */
function half(bits: number): number {
	const exponent = (bits >> 10) & 0x1f;
	const mantissa = bits & 0x3ff;
	const sign = bits & 0x8000 ? -1 : 1;
	if (exponent === 0) return sign * mantissa * 2 ** -24;
	if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
	return sign * (mantissa + 1024) * 2 ** (exponent - 25);
}
