import "server-only";
import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT } from "jose";
import { z } from "zod";
import type { EcPublicJwk } from "@/lib/shared/jwk-thumbprint";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { ecPublicJwk, ROOT_PROOF_TYP, rootProofClaims } from "@/lib/trust/keyset";
import type { KeysetDraft } from "./draft-keyset";
import type { SigningKeyFile } from "./key-file";

/** A keyset is renewed by the root's owners at their yearly ceremony; TL-6: a passed `exp` only stops new lists. */
const KEYSET_LIFETIME = 400 * DAY;

/** The root that is to take over, with its own word that it holds its key and accepts this hand-over (spec TL-8). */
export type NextRoot = { readonly jwk: EcPublicJwk; readonly proof: string };

export type KeysetSigning = {
	readonly root: SigningKeyFile;
	readonly now: NumericDate;
	readonly nextRoot?: NextRoot | undefined;
};

/** Needs no data folder. The root's public key travels in the header, since verifiers pin its thumbprint only. */
export async function signKeyset(draft: KeysetDraft, { root, now, nextRoot }: KeysetSigning): Promise<string> {
	const exp = now + KEYSET_LIFETIME;
	const { iss, seq, removed } = draft;
	const keys = draft.keys.map((key) => ({ ...key, exp: key.exp ?? exp }));
	const handOver = nextRoot === undefined ? {} : { root: nextRoot };
	return sign(root, { typ: "keyset+jwt", claims: { iss, seq, iat: now, exp, keys, removed, ...handOver } });
}

/** What the next root is told, and answers for: one keyset of one issuer, signed by the present root. */
export type HandOver = z.infer<typeof rootProofClaims>;

/** Made where the next root is kept; only the proof travels. Carries the next root's public key in its header. */
export async function proveRoot(next: SigningKeyFile, { iss, seq, root }: HandOver): Promise<NextRoot> {
	const proof = await sign(next, { typ: ROOT_PROOF_TYP, claims: { iss, seq, root } });
	return { jwk: publicPart(next.jwk), proof };
}

const proofHeader = z.object({ typ: z.literal(ROOT_PROOF_TYP), jwk: ecPublicJwk });

/** A proof that was made elsewhere; undefined for anything else, and for one of another hand-over. */
export function readProof(proof: string, { iss, seq, root }: HandOver): NextRoot | undefined {
	try {
		const { jwk } = proofHeader.parse(decodeProtectedHeader(proof));
		const said = rootProofClaims.parse(decodeJwt(proof));
		return said.iss === iss && said.seq === seq && said.root === root ? { jwk, proof } : undefined;
	} catch {
		return undefined; // no JWT, or no proof
	}
}

async function sign(
	key: SigningKeyFile,
	{ typ, claims }: { readonly typ: string; readonly claims: Readonly<Record<string, unknown>> },
): Promise<string> {
	return new SignJWT({ ...claims })
		.setProtectedHeader({ alg: "ES256", typ, kid: key.kid, jwk: publicPart(key.jwk) })
		.sign(await importJWK({ ...key.jwk }, "ES256"));
}

function publicPart({ kty, crv, x, y }: EcPublicJwk): EcPublicJwk {
	return { kty, crv, x, y };
}
