/**
 * The deny file of a trust list (spec §4 `deny`): the first 8 bytes of the SHA-256 of each denied pass id, sorted,
 * back to back. It is searched as it lies in memory: nothing is parsed, half a million entries cost their 4.4 MB and
 * a look-up costs one hash and some twenty comparisons.
 *
 * Eight bytes make a false match on one genuine pass unlikely beyond concern (entries ÷ 2⁶⁴).
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, utf8 } from "@/lib/shared/bytes";

/** Bytes of one entry. */
export const PREFIX_LENGTH = 8;

/** `file` is sorted and of whole entries, as `openDenyFile` has found. */
export function isDenied(file: Uint8Array, passId: string): boolean {
	const view = viewOf(file);
	const prefix = viewOf(sha256(utf8(passId)));
	const high = prefix.getUint32(0);
	const low = prefix.getUint32(4);
	let first = 0;
	let end = file.length / PREFIX_LENGTH;
	while (first < end) {
		const middle = (first + end) >>> 1;
		const at = middle * PREFIX_LENGTH;
		const order = view.getUint32(at) - high || view.getUint32(at + 4) - low;
		if (order === 0) return true;
		if (order < 0) first = middle + 1;
		else end = middle;
	}
	return false;
}

/** The entry of a pass id. */
export function denyPrefix(passId: string): Bytes {
	return new Uint8Array(sha256(utf8(passId)).subarray(0, PREFIX_LENGTH));
}

/** The deny file of any number of prefixes in any order; each is written once. */
export function buildDenyFile(prefixes: readonly Uint8Array[]): Bytes {
	// As 64-bit numbers the platform sorts half a million in a tenth of the time that a comparison function takes.
	const numbers = new BigUint64Array(prefixes.length);
	for (const [i, prefix] of prefixes.entries()) numbers[i] = toNumber(prefix);
	numbers.sort();
	const file = new Uint8Array(numbers.length * PREFIX_LENGTH);
	const view = new DataView(file.buffer);
	let end = 0;
	for (const [i, number] of numbers.entries()) {
		if (i > 0 && number === numbers[i - 1]) continue;
		view.setBigUint64(end, number);
		end += PREFIX_LENGTH;
	}
	return file.slice(0, end);
}

/** What a deny file must be beyond its hash: whole entries, each greater than the one before. */
export function isDenyFile(file: Uint8Array): boolean {
	if (file.length % PREFIX_LENGTH !== 0) return false;
	const view = viewOf(file);
	let high = -1;
	let low = -1;
	for (let at = 0; at < file.length; at += PREFIX_LENGTH) {
		const nextHigh = view.getUint32(at);
		const nextLow = view.getUint32(at + 4);
		if (nextHigh < high || (nextHigh === high && nextLow <= low)) return false;
		high = nextHigh;
		low = nextLow;
	}
	return true;
}

export function comparePrefixes(a: Uint8Array, atA: number, b: Uint8Array, atB: number): number {
	for (let i = 0; i < PREFIX_LENGTH; i++) {
		const difference = (a[atA + i] ?? 0) - (b[atB + i] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

function toNumber(prefix: Uint8Array): bigint {
	return viewOf(prefix).getBigUint64(0);
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
	return new DataView(buffer, byteOffset, length);
}
