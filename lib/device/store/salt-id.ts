import "client-only";
import { base64url, utf8 } from "@/lib/shared/bytes";

/**
 * Id of a salt, which tells gates whether they use the same one and nobody what it is: b64u of the first 8 bytes of
 * HMAC-SHA-256(salt, "salt id"), 11 characters.
 */
export async function saltIdOf(salt: CryptoKey): Promise<string> {
	const mac = new Uint8Array(await crypto.subtle.sign("HMAC", salt, utf8("salt id")));
	return base64url(mac.subarray(0, 8));
}
