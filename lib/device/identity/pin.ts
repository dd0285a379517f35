import "client-only";
import { z } from "zod";
import { base64url, fromBase64url, utf8 } from "@/lib/shared/bytes";

/** Four to eight digits. */
export const PIN_FORM = /^[0-9]{4,8}$/;

/** OWASP's figure for PBKDF2 with SHA-256: about half a second on a telephone. */
const ROUNDS = 600_000;

/** What is kept of a PIN: its PBKDF2 under a salt of its own, never the digits (decision 042). */
export const pinHash = z.object({ salt: z.string(), rounds: z.int().positive(), hash: z.string() });
export type PinHash = z.infer<typeof pinHash>;

export async function hashPin(pin: string): Promise<PinHash> {
	if (!PIN_FORM.test(pin)) throw new RangeError("a PIN has four to eight digits");
	const salt = crypto.getRandomValues(new Uint8Array(16));
	return { salt: base64url(salt), rounds: ROUNDS, hash: await stretched(pin, salt, ROUNDS) };
}

export async function isPin(pin: string, { salt, rounds, hash }: PinHash): Promise<boolean> {
	const bytes = fromBase64url(salt);
	return bytes !== undefined && (await stretched(pin, Uint8Array.from(bytes), rounds)) === hash;
}

async function stretched(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<string> {
	const key = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveBits"]);
	const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, key, 256);
	return base64url(new Uint8Array(bits));
}
