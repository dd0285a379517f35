/**
 * Inflating hostile input (spec V-1): output never grows far beyond the cap before it is noticed, and a stream that ends
 * early, is corrupt or has a wrong checksum is refused. Never throws.
 */
import { Inflate, inflateSync } from "fflate";
import { concat } from "@/lib/shared/bytes";

/** Spec V-1: 64 KiB. */
export const INFLATE_LIMIT = 65_536;
/** Passes are smaller than this; a bomb of this size is done in a few milliseconds, four times as fast at once. */
const AT_ONCE = 2048;
/** Deflate expands at most 1,032-fold: one slice yields at most 264 KiB before the limit is looked at. */
const SLICE = 256;

/** RFC 1950: header, deflate stream, Adler-32. No preset dictionary. */
export function inflateZlib(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
	const [method = 0, flags = 0] = bytes;
	const headerHolds = (method & 0x0f) === 8 && method >> 4 <= 7 && ((method << 8) | flags) % 31 === 0;
	if (bytes.length < 6 || !headerHolds || (flags & 0x20) !== 0) return undefined;
	const body = inflateRaw(bytes.subarray(2, -4));
	if (!body) return undefined;
	const checksum = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0);
	return checksum === adler32(body) ? body : undefined;
}

/** RFC 1951, as SMART Health Cards use it. */
export function inflateRaw(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
	try {
		return bytes.length <= AT_ONCE ? inflateAtOnce(bytes) : inflateInSlices(bytes);
	} catch {
		return undefined; // fflate throws for a corrupt or truncated stream
	}
}

/** fflate drops what does not fit into `out`: one byte of room beyond the cap tells that there was more. */
function inflateAtOnce(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
	const out = new Uint8Array(INFLATE_LIMIT + 1);
	const { length } = inflateSync(bytes, { out });
	return length <= INFLATE_LIMIT ? out.subarray(0, length) : undefined;
}

/** Stops a bomb where it exceeds the cap. */
function inflateInSlices(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
	const parts: Uint8Array[] = [];
	let length = 0;
	const inflate = new Inflate((part) => {
		length += part.length;
		if (length <= INFLATE_LIMIT) parts.push(part);
	});
	for (let at = 0; at < bytes.length; at += SLICE) {
		inflate.push(bytes.subarray(at, at + SLICE), at + SLICE >= bytes.length);
		if (length > INFLATE_LIMIT) return undefined;
	}
	return concat(...parts);
}

/** RFC 1950 §8.2. */
function adler32(bytes: Uint8Array): number {
	let a = 1;
	let b = 0;
	for (const byte of bytes) {
		a = (a + byte) % 65_521;
		b = (b + a) % 65_521;
	}
	return ((b << 16) | a) >>> 0;
}
