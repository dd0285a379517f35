/** HMAC-SHA-256, 32 bytes, as the platform has it; where none is given, in plain JavaScript. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

export type HmacSha256 = (key: Uint8Array, message: Uint8Array) => Uint8Array;

export const plainHmac: HmacSha256 = (key, message) => hmac(sha256, key, message);
