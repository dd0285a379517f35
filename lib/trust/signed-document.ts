/**
 * The one way in which the authority's documents are opened: an ES256 JWT of the expected `typ`, by a key that the
 * keyset lists for that use (TL-6, K-2). Does not look at any claim.
 */
import { compactVerify, decodeProtectedHeader, importJWK } from "jose";
import { z } from "zod";
import { fromUtf8 } from "@/lib/shared/bytes";
import type { EcPublicJwk } from "@/lib/shared/jwk-thumbprint";
import { err, ok, type Result } from "@/lib/shared/result";
import type { KeysetKey, KeysetUse } from "./trust";

const header = z.object({
	alg: z.literal("ES256"),
	typ: z.string(),
	kid: z.string().optional(),
	jwk: z.unknown().optional(),
});
export type DocumentHeader = z.infer<typeof header>;

export type SignedDocument = { readonly claims: unknown; readonly payload: string; readonly signer: KeysetKey };

/** The header of a compact JWT with `alg` ES256 and the given `typ`; undefined for anything else. */
export function readHeader(jwt: string, typ: string): DocumentHeader | undefined {
	try {
		const parsed = header.safeParse(decodeProtectedHeader(jwt));
		return parsed.success && parsed.data.typ === typ ? parsed.data : undefined;
	} catch {
		return undefined; // not a JWT at all: same answer as a JWT of another type
	}
}

/** The parsed payload when `key` signed this JWT, else undefined. */
export async function verifyWith(jwt: string, key: CryptoKey): Promise<unknown> {
	let bytes: Uint8Array;
	try {
		bytes = (await compactVerify(jwt, key, { algorithms: ["ES256"] })).payload;
	} catch {
		return undefined; // jose throws for every negative answer; which one does not matter here
	}
	return parseJson(bytes);
}

/** Tries every key of the keyset with that use and kid (K-2). */
export async function openDocument(
	jwt: string,
	expected: { readonly typ: string; readonly use: KeysetUse; readonly keys: readonly KeysetKey[] },
): Promise<Result<SignedDocument, "malformed" | "untrusted">> {
	const found = readHeader(jwt, expected.typ);
	if (found === undefined) return err("malformed");
	for (const signer of expected.keys) {
		if (!signer.use.includes(expected.use)) continue;
		if (found.kid !== undefined && found.kid !== signer.kid) continue;
		const key = await signer.publicKey();
		const claims = key && (await verifyWith(jwt, key));
		if (claims !== undefined) return ok({ claims, payload: jwt.split(".")[1] ?? "", signer });
	}
	return err("untrusted");
}

/** A key that is imported when first asked for, once (TL-7). */
export function lazyKey(jwk: EcPublicJwk): () => Promise<CryptoKey | undefined> {
	let imported: Promise<CryptoKey | undefined> | undefined;
	return () => {
		imported ??= importPublicKey(jwk);
		return imported;
	};
}

/** Undefined when the point is not on the curve. */
export async function importPublicKey(jwk: EcPublicJwk): Promise<CryptoKey | undefined> {
	try {
		return (await importJWK({ ...jwk }, "ES256")) as CryptoKey;
	} catch {
		return undefined; // the platform's word for "not a key"
	}
}

function parseJson(bytes: Uint8Array): unknown {
	const text = fromUtf8(bytes);
	if (text === undefined) return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
