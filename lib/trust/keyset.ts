/**
 * The keyset (spec §4): which keys may sign lists, delegations and status lists. Promises that the pinned root
 * signed it, and that a successor which it announces holds its own key (TL-8); does not look at `exp` (TL-6: that
 * concerns updates only).
 */
import { z } from "zod";
import { COORDINATE_FORM } from "@/lib/shared/base64url-forms";
import { type EcPublicJwk, thumbprint } from "@/lib/shared/jwk-thumbprint";
import { err, ok, type Result } from "@/lib/shared/result";
import { recoverSigners } from "./recover-signer";
import { importPublicKey, lazyKey, readHeader, verifyWith } from "./signed-document";
import type { Keyset } from "./trust";

const coordinate = z.string().regex(COORDINATE_FORM);
/** What says of itself that it is for something else than verifying ES256 is no key here (RFC 7517 §4.2 to §4.4). */
export const ecPublicJwk = z
	.object({
		kty: z.literal("EC"),
		crv: z.literal("P-256"),
		x: coordinate,
		y: coordinate,
		use: z.literal("sig").optional(),
		key_ops: z
			.array(z.string())
			.refine((operations) => operations.includes("verify"))
			.optional(),
		alg: z.literal("ES256").optional(),
	})
	.transform(({ kty, crv, x, y }): EcPublicJwk => ({ kty, crv, x, y }));

export const keysetEntry = z.object({
	kid: z.string(),
	jwk: ecPublicJwk,
	/** A use that this version does not know is carried along and never looked up. */
	use: z.array(z.string()),
	nbf: z.int(),
	exp: z.int(),
});

export const keysetClaims = z.object({
	iss: z.string(),
	seq: z.int().nonnegative(),
	iat: z.int(),
	exp: z.int(),
	keys: z.array(keysetEntry),
	/** Keys that were withdrawn before their end, for good. */
	removed: z
		.array(z.object({ kid: z.string(), reason: z.unknown().optional(), at: z.int().optional() }))
		.nullish()
		.transform((removed) => removed ?? []),
	root: z.object({ jwk: ecPublicJwk, proof: z.string().optional() }).optional(),
});
export type KeysetClaims = z.infer<typeof keysetClaims>;

/** `root` is the pinned thumbprint. */
export async function openKeyset(jwt: string, root: string): Promise<Result<Keyset, "malformed" | "untrusted">> {
	const header = readHeader(jwt, "keyset+jwt");
	if (header === undefined) return err("malformed");
	const rootJwk = findRoot(jwt, { claimed: header.jwk, root });
	const key = rootJwk && (await importPublicKey(rootJwk));
	const verified = key && (await verifyWith(jwt, key));
	if (!verified) return err("untrusted");
	if (!verified.ok) return verified;
	const claims = keysetClaims.safeParse(verified.value.claims);
	if (!claims.success) return err("malformed");
	const { keys, root: next, ...rest } = claims.data;
	return ok({
		...rest,
		keys: keys.map((entry) => ({ ...entry, publicKey: lazyKey(entry.jwk) })),
		nextRoot: next && (await provenRoot(next, { ...rest, root })),
		payload: jwt.split(".")[1] ?? "",
	});
}

/** The pinned root's key: from the header's `jwk` (RFC 7515 §4.1.3) when it is there, else from the signature. */
function findRoot(jwt: string, { claimed, root }: { claimed: unknown; root: string }): EcPublicJwk | undefined {
	const carried = ecPublicJwk.safeParse(claimed);
	const candidates = carried.success ? [carried.data] : recoverSigners(jwt);
	return candidates.find((candidate) => thumbprint(candidate) === root);
}

/** Claims of the proof by which the next root shows that it holds its key and accepts this hand-over (TL-8). */
export const rootProofClaims = z.object({
	iss: z.string(),
	/** Number of the keyset that announces the next root. */
	seq: z.int(),
	/** Thumbprint of the present root. */
	root: z.string(),
});
export const ROOT_PROOF_TYP = "root-proof+jwt";

/** Thumbprint of the announced root; undefined where its proof is missing or speaks of another hand-over. */
async function provenRoot(
	{ jwk, proof }: { jwk: EcPublicJwk; proof?: string | undefined },
	handOver: z.infer<typeof rootProofClaims>,
): Promise<string | undefined> {
	if (proof === undefined || readHeader(proof, ROOT_PROOF_TYP) === undefined) return undefined;
	const key = await importPublicKey(jwk);
	const verified = key && (await verifyWith(proof, key));
	const claims = verified?.ok ? rootProofClaims.safeParse(verified.value.claims).data : undefined;
	const { iss, seq, root } = handOver;
	return claims?.iss === iss && claims.seq === seq && claims.root === root ? thumbprint(jwk) : undefined;
}
