import { z } from "zod";

const numericDate = z.int();

/** Absent and null are the same. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
	schema.nullish().transform((value) => value ?? undefined);
const listOf = <Schema extends z.ZodType>(schema: Schema) =>
	z
		.array(schema)
		.nullish()
		.transform((items) => items ?? []);

const listedKey = z.object({
	/** `dcc`, `shc` or `2ddoc`; an unknown use is carried along and never looked up. */
	use: z.string(),
	/** The format's own: base64 of 8 bytes, a JWK's kid, or CA id + certificate id. */
	kid: z.string(),
	iss: optional(z.string()),
	country: optional(z.string()),
	/** SubjectPublicKeyInfo, base64 DER. Imported by the format that uses it, when it does (TL-7). */
	spki: z.string(),
	/** What the key may sign; absent: all (V-5). */
	kinds: optional(z.array(z.string())),
	nbf: optional(numericDate),
	exp: optional(numericDate),
	name: optional(z.string()),
});
export type ListedKey = z.infer<typeof listedKey>;

const notice = z.object({
	from: numericDate,
	to: numericDate,
	/** Whose screens show it (./notice); absent: everybody's. */
	scope: z.array(z.string()).optional().catch(undefined),
	authority: z.string(),
	text: z.object({ fr: z.string(), en: z.string() }),
});
export type TrustNotice = z.infer<typeof notice>;

/** Claims of a trust list (spec §4). The signature is checked by openTrust. */
export const trustListClaims = z.object({
	iss: z.string(),
	seq: z.int().nonnegative(),
	iat: numericDate,
	exp: numericDate,
	keys: listOf(listedKey),
	removed: listOf(
		z.object({ use: z.string(), kid: z.string(), iss: optional(z.string()), reason: z.unknown().optional() }),
	),
	/** Any of the three names what is denied (DL-2); `from` is information. */
	denied: listOf(
		z.object({
			jti: optional(z.string()),
			sub: optional(z.string()),
			kid: optional(z.string()),
			from: z.unknown().optional(),
			reason: z.unknown().optional(),
		}),
	),
	status: listOf(z.object({ id: z.string(), uri: z.string() })),
	deny: optional(z.object({ uri: z.string(), sha256: z.string(), count: z.int().nonnegative() })),
	/** Policy documents, validated by lib/policy when one is chosen. */
	policies: listOf(z.unknown()),
	/** A notice that does not parse is dropped: it must not cost the keys. */
	notices: listOf(z.unknown()).transform((notices) =>
		notices.flatMap((candidate) => notice.safeParse(candidate).data ?? []),
	),
});

export type TrustList = z.infer<typeof trustListClaims> & {
	/** The signed payload as it came, to tell a fork from a retry (TL-1). */
	readonly payload: string;
};

/** Look-up name of a foreign key (K-2). */
export function listedKeyIndex(use: "dcc" | "shc" | "2ddoc", kid: string, iss = ""): string {
	return `${use}\n${iss}\n${kid}`;
}
