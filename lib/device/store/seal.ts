import "client-only";
import { fromUtf8, utf8 } from "@/lib/shared/bytes";
import type { Sealed } from "./database";

/**
 * Encryption at rest with the device's non-extractable AES-256-GCM key. `name` is authenticated with the content, so
 * that a sealed value cannot be moved to another row.
 */
export async function seal(key: CryptoKey, name: string, value: unknown): Promise<Sealed> {
	const iv = crypto.getRandomValues(new Uint8Array(12));
	const data = await crypto.subtle.encrypt(
		{ name: "AES-GCM", iv, additionalData: utf8(name) },
		key,
		utf8(JSON.stringify(value)),
	);
	return { iv, data };
}

/** The sealed value, or undefined when it was not sealed under this key and name. */
export async function unseal(key: CryptoKey, name: string, sealed: Sealed): Promise<unknown> {
	let plain: ArrayBuffer;
	try {
		const algorithm = { name: "AES-GCM", iv: sealed.iv, additionalData: utf8(name) };
		plain = await crypto.subtle.decrypt(algorithm, key, sealed.data);
	} catch {
		return undefined; // WebCrypto says no more than "OperationError": the tag does not fit
	}
	const text = fromUtf8(new Uint8Array(plain));
	return text === undefined ? undefined : JSON.parse(text);
}
