/** Random secrets as text, their stored hashes, and comparison that takes the same time wherever two texts differ. */
import "server-only";
import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import type { Bytes } from "@/lib/shared/bytes";

/** Crockford base32 (spec §5). */
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** One symbol for the low five bits of each byte. */
export function crockford(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => CROCKFORD[byte & 31]).join("");
}

/** Five random bits a symbol. */
export function randomCrockford(symbols: number): string {
	return crockford(randomBytes(symbols));
}

export function randomAlphanumeric(length: number): string {
	return Array.from({ length }, () => LETTERS_AND_DIGITS[randomInt(LETTERS_AND_DIGITS.length)]).join("");
}

/** 128 random bits as b64u, 22 characters. */
export function randomToken(): string {
	return randomBytes(16).toString("base64url");
}

/** How a secret of 100 bits or more is stored: it cannot be guessed, so there is nothing to salt or stretch. */
export function secretHash(secret: string): Bytes {
	return Uint8Array.from(createHash("sha256").update(secret, "utf8").digest());
}

/** Compares digests, so that lengths do not show either. */
export function sameText(a: string, b: string): boolean {
	return timingSafeEqual(secretHash(a), secretHash(b));
}
