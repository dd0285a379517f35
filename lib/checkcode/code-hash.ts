/**
 * [CC-8] Truncated hashes of codes, and look-up in the published sorted lists. A door asks nobody about a code: it
 * searches its own copy of the day's list.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, utf8 } from "@/lib/shared/bytes";

export const CODE_HASH_LENGTH = 8;

/** First eight bytes of SHA-256(number "|" code): `number` five digits, `symbols` sixteen without separators. */
export function codeHash(number: string, symbols: string): Bytes {
	return new Uint8Array(sha256(utf8(`${number}|${symbols}`)).subarray(0, CODE_HASH_LENGTH));
}

/** One published list: hashes in rising order, end to end. */
export function sortCodeHashes(hashes: readonly Uint8Array[]): Bytes {
	const sorted = [...hashes].sort((a, b) => compareAt(a, 0, b));
	const list = new Uint8Array(sorted.length * CODE_HASH_LENGTH);
	sorted.forEach((hash, i) => {
		list.set(hash, i * CODE_HASH_LENGTH);
	});
	return list;
}

/** Whether `hash` is in the sorted list, by binary search. A ragged tail is ignored. */
export function hasCodeHash(list: Uint8Array, hash: Uint8Array): boolean {
	let low = 0;
	let high = Math.floor(list.length / CODE_HASH_LENGTH) - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const order = compareAt(list, middle * CODE_HASH_LENGTH, hash);
		if (order === 0) return true;
		if (order < 0) low = middle + 1;
		else high = middle - 1;
	}
	return false;
}

function compareAt(list: Uint8Array, offset: number, hash: Uint8Array): number {
	for (let i = 0; i < CODE_HASH_LENGTH; i++) {
		const difference = (list[offset + i] ?? 0) - (hash[i] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}
