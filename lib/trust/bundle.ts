import { z } from "zod";
import { THUMBPRINT_FORM } from "@/lib/shared/base64url-forms";
import type { Bytes } from "@/lib/shared/bytes";

/** Room for a list of 15,000 foreign keys (TL-7) and then some. */
const jwt = z.string().max(33_554_432);

/** The verifier bundle of spec §7: what a verifier caches, also as a file. Signatures are not yet checked. */
export const verifierBundle = z.object({
	/** Pinned root: RFC 7638 SHA-256 thumbprint, b64u, 43 characters. */
	root: z.string().regex(THUMBPRINT_FORM),
	keyset: jwt.nullish(),
	/** Keysets by rising number, for a verifier that slept through a change of root (TL-8). */
	keysets: z.array(jwt).nullish(),
	list: jwt.nullish(),
	/** Status list JWTs by list id. */
	status: z.record(z.string(), jwt).nullish(),
	delegations: z.array(jwt).nullish(),
	/** SMART Health Cards revocation lists by issuer. */
	crls: z.record(z.string(), z.array(z.unknown())).nullish(),
	/** The sorted 8-byte prefixes: in base64 where the bundle is a file, as they are where it is kept in parts. */
	/**
	 * SHA-256 of the deny file that the cache holds, as the list named it that was in use when it came: a file that the
	 * newest list no longer names still revokes (TL-3).
	 */
	denySha256: z.string().nullish(),
	deny: z.union([z.string(), z.custom<Bytes>((value) => value instanceof Uint8Array)]).nullish(),
});
export type VerifierBundle = z.infer<typeof verifierBundle>;
