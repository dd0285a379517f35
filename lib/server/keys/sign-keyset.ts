import "server-only";
import { importJWK, SignJWT } from "jose";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import type { SigningKeyFile } from "./key-file";

/** A keyset is renewed by the root's owners at their yearly ceremony; TL-6: a passed `exp` only stops new lists. */
const KEYSET_LIFETIME = 400 * DAY;

export type KeysetOptions = {
	/** Name of the authority. */
	readonly issuer: string;
	/** Greater than that of any keyset signed before. */
	readonly seq: number;
	readonly now: NumericDate;
};

/**
 * The keyset (spec §4) over all generations of list, delegation and status keys. The root's public key travels in the
 * header, since verifiers pin its thumbprint only.
 */
export async function signKeyset(
	root: SigningKeyFile,
	keys: readonly SigningKeyFile[],
	{ issuer, seq, now }: KeysetOptions,
): Promise<string> {
	const entries = keys
		.filter(({ use }) => use === "list" || use === "delegation" || use === "status")
		.map(({ kid, use, jwk, createdAt }) => ({
			kid,
			jwk: publicJwk(jwk),
			use: [use],
			nbf: createdAt,
			exp: now + KEYSET_LIFETIME,
		}));
	const key = await importJWK({ ...root.jwk }, "ES256");
	return new SignJWT({ iss: issuer, seq, iat: now, exp: now + KEYSET_LIFETIME, keys: entries })
		.setProtectedHeader({ alg: "ES256", typ: "keyset+jwt", kid: root.kid, jwk: publicJwk(root.jwk) })
		.sign(key);
}

function publicJwk({ kty, crv, x, y }: SigningKeyFile["jwk"]) {
	return { kty, crv, x, y };
}
