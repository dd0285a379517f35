/**
 * The deny file (spec §4): sorted 8-byte prefixes of the SHA-256 of revoked pass ids. Its digest is in the signed list.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { base64, base64url, fromBase64, utf8 } from "@/lib/shared/bytes";
import type { TrustList } from "./trust-list";

const PREFIX_LENGTH = 8;

/** The bytes, when they are the very file that the list names. */
export function openDenyFile(content: string, named: NonNullable<TrustList["deny"]>): Uint8Array | undefined {
	const bytes = fromBase64(content);
	if (bytes?.length !== named.count * PREFIX_LENGTH) return undefined;
	const digest = sha256(bytes);
	const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
	return [hex, base64url(digest), base64(digest)].includes(named.sha256) ? bytes : undefined;
}

export function denyFileHolds(sorted: Uint8Array, passId: string): boolean {
	const wanted = sha256(utf8(passId)).subarray(0, PREFIX_LENGTH);
	let [low, high] = [0, sorted.length / PREFIX_LENGTH];
	while (low < high) {
		const middle = (low + high) >>> 1;
		const order = compare(sorted.subarray(middle * PREFIX_LENGTH, (middle + 1) * PREFIX_LENGTH), wanted);
		if (order === 0) return true;
		if (order < 0) low = middle + 1;
		else high = middle;
	}
	return false;
}

function compare(a: Uint8Array, b: Uint8Array): number {
	for (let i = 0; i < PREFIX_LENGTH; i++) {
		const difference = (a[i] as number) - (b[i] as number);
		if (difference !== 0) return difference;
	}
	return 0;
}
