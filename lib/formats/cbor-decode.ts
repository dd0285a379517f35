/**
 * A strict CBOR decoder (RFC 8949) for hostile input: nothing is allocated on the word of a length field; nesting and
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

/** Internal: turned into undefined at the door. */
class IllFormed extends Error {}

/** The one item that `bytes` holds, or undefined for anything ill-formed. Never throws. */
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
	readonly #view: DataView;
	#offset = 0;
	#items = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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
				return text(this.#string(MAJOR_TEXT, info));
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
		const at = this.#offset;
		switch (info) {
			case 24:
				return this.#byte();
			case 25:
				this.#advance(2);
				return this.#view.getUint16(at);
			case 26:
				this.#advance(4);
				return this.#view.getUint32(at);
			case 27:
				this.#advance(8);
				return safe(this.#view.getUint32(at) * 2 ** 32 + this.#view.getUint32(at + 4));
			default:
				throw new IllFormed();
		}
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
			return this.#bytes.slice(start, start + length);
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
		const entry = () => {
			const key = this.item(depth + 1);
			if ((typeof key !== "number" && typeof key !== "string") || map.has(key)) throw new IllFormed();
			map.set(key, this.item(depth + 1));
		};
		if (info === INDEFINITE) {
			while (!this.#atBreak()) entry();
			return map;
		}
		const count = this.#argument(info);
		for (let i = 0; i < count; i++) entry();
		return map;
	}

	#simple(info: number): CborValue {
		const at = this.#offset;
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
				this.#advance(2);
				return half(this.#view.getUint16(at));
			case 26:
				this.#advance(4);
				return this.#view.getFloat32(at);
			case 27:
				this.#advance(8);
				return this.#view.getFloat64(at);
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

function text(bytes: Uint8Array): string {
	const decoded = fromUtf8(bytes);
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
