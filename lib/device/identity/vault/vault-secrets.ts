import "client-only";
import { z } from "zod";
import { base64url, fromBase64url } from "@/lib/shared/bytes";

/** The keys of a counter as its vault keeps them; b64u. */
export const vaultSecrets = z.object({
	/** 32 bytes: AES-256-GCM for what is kept about people. */
	storage: z.string(),
	/** PKCS #8 of the device's signing key. An earlier version made keys that nobody can read: then it is not here. */
	signing: z.string().optional(),
});
export type VaultSecrets = z.infer<typeof vaultSecrets>;

/** The same keys for use: none of them can be exported. */
export type CounterKeys = { readonly storageKey: CryptoKey; readonly signingKey: CryptoKey | undefined };

const ECDSA = { name: "ECDSA", namedCurve: "P-256" } as const;

export async function importSecrets({ storage, signing }: VaultSecrets): Promise<CounterKeys> {
	const storageKey = await crypto.subtle.importKey("raw", bytesOf(storage), "AES-GCM", false, ["encrypt", "decrypt"]);
	if (signing === undefined) return { storageKey, signingKey: undefined };
	const signingKey = await crypto.subtle.importKey("pkcs8", bytesOf(signing), ECDSA, false, ["sign"]);
	return { storageKey, signingKey };
}

export function drawStorageSecret(): string {
	return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
	const bytes = fromBase64url(text);
	if (bytes === undefined) throw new Error("a secret that is no base64url");
	return Uint8Array.from(bytes);
}
