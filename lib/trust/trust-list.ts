import { z } from "zod";
import type { NumericDate } from "@/lib/shared/numeric-date";

const numericDate = z.int();

/** Absent and null are the same. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
	schema.nullish().transform((value) => value ?? undefined);
const listOf = <Schema extends z.ZodType>(schema: Schema) =>
	z
		.array(schema)
		.nullish()
		.transform((items) => items ?? []);

/** What a listed key may have signed (spec §4). */
const LISTED_KEY_USES = ["dcc", "shc", "2ddoc"] as const;
export type ListedKeyUse = (typeof LISTED_KEY_USES)[number];

export type ListedKey = {
	/** One of `LISTED_KEY_USES`; an unknown use is carried along and never looked up. */
	readonly use: string;
	/** The format's own: base64 of 8 bytes, a JWK's kid, or CA id + certificate id. */
	readonly kid: string;
	readonly iss: string | undefined;
	readonly country: string | undefined;
	/** SubjectPublicKeyInfo, base64 DER. Imported by the format that uses it, when it does (TL-7). */
	readonly spki: string;
	/** What the key may sign; absent: all (V-5). */
	readonly kinds: readonly string[] | undefined;
	readonly nbf: NumericDate | undefined;
	readonly exp: NumericDate | undefined;
	readonly name: string | undefined;
};

/**
 * Checked by hand: a list has thousands of keys (TL-7), a page may not compile its schemas, and interpreting one for each
 * key was the longest part of opening a door's cache.
 */
const listedKeys = z
	.unknown()
	.optional()
	.transform((listed, context): readonly ListedKey[] => {
		const candidates: unknown = listed ?? [];
		if (!Array.isArray(candidates)) {
			context.addIssue("not a list of keys");
			return z.NEVER;
		}
		const keys: ListedKey[] = [];
		for (const candidate of candidates) {
			const key = readListedKey(candidate);
			if (key) keys.push(key);
			else context.addIssue("not a listed key");
		}
		return keys;
	});

function readListedKey(candidate: unknown): ListedKey | undefined {
	if (typeof candidate !== "object" || candidate === null) return undefined;
	const { use, kid, iss, country, spki, kinds, nbf, exp, name } = candidate as {
		readonly [Key in keyof ListedKey]?: unknown;
	};
	if (typeof use !== "string" || typeof kid !== "string" || typeof spki !== "string") return undefined;
	if (!isOptional(iss, isText) || !isOptional(country, isText) || !isOptional(name, isText)) return undefined;
	if (!isOptional(kinds, isTexts) || !isOptional(nbf, isInteger) || !isOptional(exp, isInteger)) return undefined;
	return {
		use,
		kid,
		iss: iss ?? undefined,
		country: country ?? undefined,
		spki,
		kinds: kinds ?? undefined,
		nbf: nbf ?? undefined,
		exp: exp ?? undefined,
		name: name ?? undefined,
	};
}

function isOptional<Value>(value: unknown, is: (value: unknown) => value is Value): value is Value | null | undefined {
	return value === undefined || value === null || is(value);
}

const isText = (value: unknown): value is string => typeof value === "string";
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);

const notice = z.object({
	from: numericDate,
	to: numericDate,
	/** Whose screens show it (./notice); absent: everybody's. */
	scope: z.array(z.string()).optional().catch(undefined),
	authority: z.string(),
	text: z.object({ fr: z.string(), en: z.string() }),
});
export type TrustNotice = z.infer<typeof notice>;

const WHY = { reason: z.unknown().optional(), at: z.unknown().optional() };

/** Any of the three names what is denied (DL-2); `from` is information. */
const denial = z.object({
	jti: optional(z.string()),
	sub: optional(z.string()),
	kid: optional(z.string()),
	from: z.unknown().optional(),
	reason: z.unknown().optional(),
});
export type Denial = z.infer<typeof denial>;

/** What an earlier list had and this one means not to have (TL-2): a key, a denial or a status list. */
const removal = z.union([
	z.object({ status: z.string(), ...WHY }),
	z.object({ denied: denial.pick({ jti: true, sub: true, kid: true }), ...WHY }),
	z.object({ use: z.string(), kid: z.string(), iss: optional(z.string()), ...WHY }),
]);
export type Removal = z.infer<typeof removal>;

/**
 * [TL-1] The highest number that a list signed at `iat` may have: one in ten seconds since 1970 and some for a portal that
 * began fast. Whoever steals a list key cannot run the numbers out.
 */
export function highestSeq(iat: NumericDate): number {
	return Math.floor(iat / 10) + 60;
}

/** Claims of a trust list (spec §4). The signature is checked by openTrust. */
const listMembers = z.object({
	iss: z.string(),
	seq: z.int().nonnegative(),
	iat: numericDate,
	exp: numericDate,
	keys: listedKeys,
	removed: listOf(removal),
	denied: listOf(denial),
	status: listOf(z.object({ id: z.string(), uri: z.string() })),
	deny: optional(z.object({ uri: z.string(), sha256: z.string(), count: z.int().nonnegative() })),
	/** Revocation lists of health cards, which are not signed themselves (docs/decisions/018). */
	crls: optional(z.object({ uri: z.string(), sha256: z.string() })),
	/** Policy documents, validated by lib/policy when one is chosen. */
	policies: listOf(z.unknown()),
	/** A notice that does not parse is dropped: it must not cost the keys. */
	notices: listOf(z.unknown()).transform((notices) =>
		notices.flatMap((candidate) => notice.safeParse(candidate).data ?? []),
	),
});

export const trustListClaims = listMembers.refine(({ seq, iat }) => seq <= highestSeq(iat), "seq is beyond its time");

/**
 * What is left of a list whose signer the keyset no longer names (TL-1): it takes away and grants nothing. Read without
 * its signature; it was checked when the list came.
 */
export const retiredListClaims = listMembers.pick({ iat: true, seq: true, denied: true, removed: true });
export type RetiredList = z.infer<typeof retiredListClaims>;

export type TrustList = z.infer<typeof trustListClaims> & {
	/** The signed payload as it came, to tell a fork from a retry (TL-1). */
	readonly payload: string;
};

/** Look-up name of a foreign key (K-2). */
export function listedKeyIndex(use: ListedKeyUse, kid: string, iss = ""): string {
	return `${use}\n${iss}\n${kid}`;
}
