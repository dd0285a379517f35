import "client-only";
import { concat, fromUtf8, utf8 } from "@/lib/shared/bytes";
import type { Sealed } from "./sealed";

/**
 * Encryption at rest with the device's non-extractable AES-256-GCM key. `name` is authenticated with the content, so
 * that a sealed value cannot be moved to another row.
 */
export function seal(key: CryptoKey, name: string, value: unknown): Promise<Sealed> {
	return sealBytes(key, name, utf8(JSON.stringify(value)));
}

/** The sealed value, or undefined when it was not sealed under this key and name. */
export async function unseal(key: CryptoKey, name: string, sealed: Sealed): Promise<unknown> {
	const plain = await openBytes(key, name, sealed);
	const text = plain && fromUtf8(plain);
	return text === undefined ? undefined : JSON.parse(text);
}

/** Under two keys, of which either may be destroyed (vault/slots.ts): without both it does not open. */
export type KeyPair = { readonly outer: CryptoKey; readonly inner: CryptoKey };

export async function sealTwice({ outer, inner }: KeyPair, name: string, value: unknown): Promise<Sealed> {
	const { iv, data } = await seal(inner, name, value);
	return sealBytes(outer, name, concat(iv, new Uint8Array(data)));
}

export async function unsealTwice({ outer, inner }: KeyPair, name: string, sealed: Sealed): Promise<unknown> {
	const joined = await openBytes(outer, name, sealed);
	if (joined === undefined) return undefined;
	const [iv, data] = [joined.slice(0, IV_BYTES), joined.slice(IV_BYTES).buffer];
	return unseal(inner, name, { iv, data });
}

const IV_BYTES = 12;

async function sealBytes(key: CryptoKey, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Sealed> {
	const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
	const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(name) }, key, bytes);
	return { iv, data };
}

async function openBytes(key: CryptoKey, name: string, sealed: Sealed): Promise<Uint8Array<ArrayBuffer> | undefined> {
	try {
		const algorithm = { name: "AES-GCM", iv: sealed.iv, additionalData: utf8(name) };
		return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, sealed.data));
	} catch {
		return undefined; // WebCrypto says no more than "OperationError": the tag does not fit
	}
}
