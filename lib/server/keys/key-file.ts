/**
 * One key, one file: `<data>/keys/<use>-<name>.json`, owner-readable only. Several files of one use are generations.
 * An operator may move `root-*.json` to a safe and carry on without it.
 */
import "server-only";
import { z } from "zod";
import { COORDINATE_FORM, SECRET_FORM } from "@/lib/shared/base64url-forms";

/** Uses with a P-256 key. All of them sign but `record`, to which counters encrypt (decision 046). */
const SIGNING_USES = ["root", "list", "delegation", "status", "dcc", "record"] as const;
export type SigningUse = (typeof SIGNING_USES)[number];

/** Uses that the keyset names (spec §4); a pass signer stands on the trust list instead. */
export const KEYSET_USES = ["list", "delegation", "status"] as const;

export function isKeysetUse(use: string): boolean {
	return KEYSET_USES.some((each) => each === use);
}

/** Uses with 32 secret bytes: the check-code master (spec CC-1) and the key of the encrypted columns. */
const SECRET_USES = ["code-master", "field"] as const;
export type SecretUse = (typeof SECRET_USES)[number];

const coordinate = z.string().regex(COORDINATE_FORM);
const createdAt = z.int().nonnegative();
/**
 * The second from which this generation takes over, known long before to those who verify; absent: from `createdAt`.
 * A check-code master takes over with a UTC day.
 */
const from = z.int().nonnegative().optional();

export const signingKeyFile = z.strictObject({
	/** K-1; for `dcc` the standard base64 of the same eight bytes, as DCC lists write it. */
	kid: z.string().min(1).max(64),
	use: z.enum(SIGNING_USES),
	jwk: z.strictObject({ kty: z.literal("EC"), crv: z.literal("P-256"), x: coordinate, y: coordinate, d: coordinate }),
	createdAt,
	from,
});
export type SigningKeyFile = z.infer<typeof signingKeyFile>;

const secretKeyFile = z.strictObject({
	/** b64u of the first 8 bytes of the secret's SHA-256: names the key in stored data, reveals nothing. */
	kid: z.string().min(1).max(64),
	use: z.enum(SECRET_USES),
	secret: z.string().regex(SECRET_FORM),
	createdAt,
	from,
});
export type SecretKeyFile = z.infer<typeof secretKeyFile>;

export const keyFile = z.discriminatedUnion("use", [signingKeyFile, secretKeyFile]);
export type KeyFile = z.infer<typeof keyFile>;

/** File name of a key; base64 kids are made safe for file systems. */
export function keyFileName(key: { readonly use: string; readonly kid: string }): string {
	return `${key.use}-${key.kid.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}.json`;
}
