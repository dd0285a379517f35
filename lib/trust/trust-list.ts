import { z } from "zod";

const numericDate = z.int();

const listedKey = z.object({
	/** `dcc`, `shc` or `2ddoc`; an unknown use is carried along and never looked up. */
	use: z.string(),
	/** The format's own: base64 of 8 bytes, a JWK's kid, or CA id + certificate id. */
	kid: z.string(),
	iss: z.string().optional(),
	country: z.string().optional(),
	/** SubjectPublicKeyInfo, base64 DER. Imported by the format that uses it, when it does (TL-7). */
	spki: z.string(),
	/** What the key may sign; absent: all (V-5). */
	kinds: z.array(z.string()).optional(),
	nbf: numericDate.optional(),
	exp: numericDate.optional(),
	name: z.string().optional(),
});
export type ListedKey = z.infer<typeof listedKey>;

const notice = z.object({
	from: numericDate,
	to: numericDate,
	scope: z.unknown(),
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
	keys: z.array(listedKey),
	removed: z
		.array(z.object({ use: z.string(), kid: z.string(), iss: z.string().optional(), reason: z.string().optional() }))
		.default([]),
	/** Any of the three names what is denied (DL-2); `from` is information. */
	denied: z
		.array(
			z.object({
				jti: z.string().optional(),
				sub: z.string().optional(),
				kid: z.string().optional(),
				from: z.unknown(),
				reason: z.unknown(),
			}),
		)
		.default([]),
	status: z.array(z.object({ id: z.string(), uri: z.string() })).default([]),
	deny: z
		.object({ uri: z.string(), sha256: z.string(), count: z.int().nonnegative() })
		.nullish()
		.transform((deny) => deny ?? undefined),
	/** Policy documents, validated by lib/policy when one is chosen. */
	policies: z.array(z.unknown()).default([]),
	/** A notice that does not parse is dropped: it must not cost the keys. */
	notices: z
		.array(z.unknown())
		.default([])
		.transform((notices) => notices.flatMap((candidate) => notice.safeParse(candidate).data ?? [])),
});

export type TrustList = z.infer<typeof trustListClaims> & {
	/** The signed payload as it came, to tell a fork from a retry (TL-1). */
	readonly payload: string;
};

/** Look-up name of a foreign key (K-2). */
export function listedKeyIndex(use: "dcc" | "shc" | "2ddoc", kid: string, iss = ""): string {
	return `${use}\n${iss}\n${kid}`;
}
