/**
 * The one way in which the authority's documents are opened: an ES256 JWT of the expected `typ`, by a key that the
 * keyset lists for that use and that was in force when the document was signed (TL-6, K-2), whose header and payload no
 * two parsers read differently. Looks at no claim but `iat`.
 */
import { compactVerify, importJWK } from "jose";
import { z } from "zod";
import { fromBase64url } from "@/lib/shared/bytes";
import type { EcPublicJwk } from "@/lib/shared/jwk-thumbprint";
import { err, ok, type Result } from "@/lib/shared/result";
import { parseDistinct } from "@/lib/shared/strict-json";
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
	const bytes = fromBase64url(jwt.split(".", 1)[0] ?? "");
	const parsed = header.safeParse(bytes && parseDistinct(bytes));
	return parsed.success && parsed.data.typ === typ ? parsed.data : undefined;
}

/** The parsed payload when `key` signed this JWT. Malformed: it did sign it, but a payload that is no JSON or ambiguous. */
export async function verifyWith(
	jwt: string,
	key: CryptoKey,
): Promise<Result<{ readonly claims: unknown }, "malformed" | "untrusted">> {
	let bytes: Uint8Array;
	try {
		bytes = (await compactVerify(jwt, key, { algorithms: ["ES256"] })).payload;
	} catch {
		return err("untrusted"); // jose throws for every negative answer; which one does not matter here
	}
	const claims = parseDistinct(bytes);
	return claims === undefined ? err("malformed") : ok({ claims });
}

const dated = z.looseObject({ iat: z.int() });

/**
 * Tries every key of the keyset with that use and kid (K-2). A document of a key that had not begun or had ended at its
 * `iat` is `untrusted`, one without `iat` `malformed`.
 */
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
		const verified = key && (await verifyWith(jwt, key));
		if (verified?.ok !== true) {
			if (verified?.error === "malformed") return verified;
			continue;
		}
		const { claims } = verified.value;
		const at = dated.safeParse(claims).data?.iat;
		if (at === undefined) return err("malformed");
		if (signer.nbf <= at && at <= signer.exp) return ok({ claims, payload: jwt.split(".")[1] ?? "", signer });
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
		return undefined; // the platform throws for a key that it cannot use
	}
}
