/**
 * [CC-8] The hash by which registered codes are published, and by which a door remembers the codes that it accepted.
 * Three bytes: one of 16,777,216 values, so that a hash alone does not prove that somebody's code was registered.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, utf8 } from "@/lib/shared/bytes";

export const CODE_HASH_LENGTH = 3;

/** First three bytes of SHA-256(number "|" code): `number` five digits, `symbols` sixteen without separators. */
export function codeHash(number: string, symbols: string): Bytes {
	return sha256(utf8(`${number}|${symbols}`)).slice(0, CODE_HASH_LENGTH);
}
