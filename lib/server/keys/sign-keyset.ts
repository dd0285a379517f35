import "server-only";
import { importJWK, SignJWT } from "jose";
import type { EcPublicJwk } from "@/lib/shared/jwk-thumbprint";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import type { KeysetDraft } from "./draft-keyset";
import type { SigningKeyFile } from "./key-file";

/** A keyset is renewed by the root's owners at their yearly ceremony; TL-6: a passed `exp` only stops new lists. */
const KEYSET_LIFETIME = 400 * DAY;

export type KeysetSigning = {
	readonly root: SigningKeyFile;
	readonly now: NumericDate;
	/** The root that is to take over from this one (spec §4 `root`). */
	readonly nextRoot?: EcPublicJwk | undefined;
};

/** Needs no data folder. The root's public key travels in the header, since verifiers pin its thumbprint only. */
export async function signKeyset(draft: KeysetDraft, { root, now, nextRoot }: KeysetSigning): Promise<string> {
	const exp = now + KEYSET_LIFETIME;
	const keys = draft.keys.map((key) => ({ ...key, exp: key.exp ?? exp }));
	const handOver = nextRoot === undefined ? {} : { root: { jwk: publicPart(nextRoot) } };
	const key = await importJWK({ ...root.jwk }, "ES256");
	return new SignJWT({ iss: draft.iss, seq: draft.seq, iat: now, exp, keys, ...handOver })
		.setProtectedHeader({ alg: "ES256", typ: "keyset+jwt", kid: root.kid, jwk: publicPart(root.jwk) })
		.sign(key);
}

function publicPart({ kty, crv, x, y }: EcPublicJwk): EcPublicJwk {
	return { kty, crv, x, y };
}
