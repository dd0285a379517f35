import { argon2id } from "@noble/hashes/argon2.js";
import { utf8 } from "@/lib/shared/bytes";

/** What one guess costs (decision 061). Stored with what it protects, so that a later version may ask for more. */
export type PassphraseCost = {
	/** KiB of memory. */
	readonly memory: number;
	/** Passes over it. */
	readonly passes: number;
};

export const PASSPHRASE_COST: PassphraseCost = { memory: 32_768, passes: 2 };

/**
 * Argon2id (RFC 9106, one lane) of a passphrase: 32 bytes. The same text typed on another keyboard is the same
 * passphrase (NFKC); the spaces around it do not count. Takes about a second: for a worker, not for a page.
 */
export function passphraseBits(
	passphrase: string,
	salt: Uint8Array,
	{ memory, passes }: PassphraseCost,
): Uint8Array<ArrayBuffer> {
	const password = utf8(passphrase.normalize("NFKC").trim());
	return Uint8Array.from(argon2id(password, salt, { m: memory, t: passes, p: 1, dkLen: 32 }));
}
