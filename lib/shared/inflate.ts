/**
 * Inflating hostile input (spec V-1, TL-5): output never grows far beyond the caller's `limit` (bytes) before it is
 * noticed, and a stream that ends early, is corrupt or has a wrong checksum is refused. Never throws.
 */
import { Inflate, inflateSync } from "fflate";
import { adler32 } from "./adler32";
import { concat } from "./bytes";

/**
 * Passes are smaller than this; a stream that inflates to this is done in a few milliseconds, four times as fast at
 * once.
 */
const AT_ONCE = 2048;
/** FHIR bundles shrink to a third or a quarter, the CBOR of health certificates hardly. */
const USUAL_EXPANSION = 8;
const MOST_EXPANSION = 1032;
/** One slice yields at most 264 KiB before the limit is looked at. */
const SLICE = 256;

/** RFC 1950: header, deflate stream, Adler-32. No preset dictionary. */
export function inflateZlib(bytes: Uint8Array, limit: number): Uint8Array<ArrayBuffer> | undefined {
	const [method = 0, flags = 0] = bytes;
	const headerHolds = (method & 0x0f) === 8 && method >> 4 <= 7 && ((method << 8) | flags) % 31 === 0;
	if (bytes.length < 6 || !headerHolds || (flags & 0x20) !== 0) return undefined;
	const body = inflateRaw(bytes.subarray(2, -4), limit);
	if (!body) return undefined;
	const checksum = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0);
	return checksum === adler32(body) ? body : undefined;
}

/** RFC 1951, as SMART Health Cards use it. */
export function inflateRaw(bytes: Uint8Array, limit: number): Uint8Array<ArrayBuffer> | undefined {
	if (bytes.length > AT_ONCE) return orUndefined(() => inflateInSlices(bytes, limit));
	// To clear room for the whole limit costs more than to inflate a pass, which fits into far less.
	const usual = Math.min(bytes.length * USUAL_EXPANSION, limit + 1);
	const most = Math.min(bytes.length * MOST_EXPANSION, limit) + 1;
	return orUndefined(() => inflateInto(usual, bytes)) ?? orUndefined(() => inflateInto(most, bytes));
}

/** fflate throws for a corrupt or truncated stream, and for some that do not fit. */
function orUndefined<Value>(inflate: () => Value): Value | undefined {
	try {
		return inflate();
	} catch {
		return undefined;
	}
}

/** Undefined unless some room is left: fflate drops what does not fit, so that a full one may have been too small. */
function inflateInto(room: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
	const out = new Uint8Array(room);
	const { length } = inflateSync(bytes, { out });
	return length < room ? out.subarray(0, length) : undefined;
}

/** Stops a stream that inflates beyond the limit. */
function inflateInSlices(bytes: Uint8Array, limit: number): Uint8Array<ArrayBuffer> | undefined {
	const parts: Uint8Array[] = [];
	let length = 0;
	const inflate = new Inflate((part) => {
		length += part.length;
		if (length <= limit) parts.push(part);
	});
	for (let at = 0; at < bytes.length; at += SLICE) {
		inflate.push(bytes.subarray(at, at + SLICE), at + SLICE >= bytes.length);
		if (length > limit) return undefined;
	}
	return concat(...parts);
}
