import { Inflate, inflateSync } from "fflate";
import { type Bytes, concat } from "@/lib/shared/bytes";

/** Spec V-1. */
const MAX_INFLATED = 65_536;

/** DEFLATE expands at most 1032 times: up to here even a bomb is done in a few milliseconds. */
const MAX_AT_ONCE = 2048;
const STEP = 256;

/** Raw DEFLATE (RFC 1951), as `zip: DEF` means it. Undefined for broken input and for more than 64 KiB of output. */
export function inflateRaw(data: Uint8Array): Uint8Array | undefined {
	try {
		return data.length <= MAX_AT_ONCE ? inflateAtOnce(data) : inflateInSteps(data);
	} catch {
		// fflate throws on every kind of broken input; which kind is of no use to anybody.
		return undefined;
	}
}

/** fflate drops what does not fit into `out`: one byte of room beyond the cap tells that there was more. */
function inflateAtOnce(data: Uint8Array): Uint8Array | undefined {
	const inflated = inflateSync(data, { out: new Uint8Array(MAX_INFLATED + 1) });
	return inflated.length <= MAX_INFLATED ? inflated : undefined;
}

/** Slower, but stops a bomb where it exceeds the cap. */
function inflateInSteps(data: Uint8Array): Bytes | undefined {
	const chunks: Uint8Array[] = [];
	let length = 0;
	const stream = new Inflate((chunk) => {
		chunks.push(chunk);
		length += chunk.length;
	});
	for (let at = 0; at < data.length; at += STEP) {
		stream.push(data.subarray(at, at + STEP), at + STEP >= data.length);
		if (length > MAX_INFLATED) return undefined;
	}
	return concat(...chunks);
}
