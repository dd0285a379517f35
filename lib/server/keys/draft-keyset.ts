/**
 * The next keyset before the root has signed it (spec §4). It holds public keys only, so it can be carried to wherever
 * the root is kept, and be read by those who are to sign it. It says what it goes on from, so that they see what is gone.
 */
import "server-only";
import { z } from "zod";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { keysetEntry } from "@/lib/trust/keyset";
import { isKeysetUse, type SigningKeyFile } from "./key-file";
import { mergeWithdrawals, type Withdrawal, withdrawal } from "./withdrawal";

/** `exp` is absent where nothing follows the key: it then ends with the keyset. */
const draftEntry = keysetEntry.extend({ exp: z.int().optional() }).strict();

export const keysetDraft = z.strictObject({
	iss: z.string().min(1),
	seq: z.int().positive(),
	keys: z.array(draftEntry).min(1),
	/** All that was ever withdrawn. */
	removed: z.array(withdrawal),
	/** The keyset that this one follows: its keys with their ends, and the kids that it calls withdrawn. */
	before: z.strictObject({
		keys: z.array(z.strictObject({ kid: z.string(), exp: z.int() })),
		removed: z.array(z.string()),
	}),
});
export type KeysetDraft = z.infer<typeof keysetDraft>;
type DraftEntry = KeysetDraft["keys"][number];
type Key = Omit<DraftEntry, "exp">;

/** What the draft goes on from: the claims of the keyset in use. */
export type PresentKeyset = Pick<KeysetDraft, "iss" | "seq"> & {
	readonly keys: readonly (Key & { readonly exp?: NumericDate | undefined })[];
	readonly removed?: readonly { readonly kid: string }[];
};

/** `known`: what the keyset in use and the keys folder record. `now`: what this draft withdraws. */
export type DraftWithdrawals = { readonly known?: readonly Withdrawal[]; readonly now?: readonly Withdrawal[] };

/** After its successor has begun, for clocks of several instances. */
const OVERLAP = DAY;

/**
 * All that the present keyset names, and the keys of the folder that it does not name yet, but for those that are
 * withdrawn, now or ever. What was signed stays verifiable: a key that is followed by another one is kept, with its end.
 */
export function draftKeyset(
	present: PresentKeyset,
	files: readonly SigningKeyFile[],
	{ known = [], now = [] }: DraftWithdrawals = {},
): KeysetDraft {
	const named = new Set(present.keys.map(({ jwk }) => thumbprint(jwk)));
	const added = files.filter(({ use, jwk }) => isKeysetUse(use) && !named.has(thumbprint(jwk))).map(entryOf);
	const removed = mergeWithdrawals([...known, ...now]);
	const gone = new Set(removed.map(({ kid }) => kid));
	const keys = [...present.keys, ...added].filter(({ kid }) => !gone.has(kid));
	return {
		iss: present.iss,
		seq: present.seq + 1,
		keys: keys.map((key) => ({ ...nameOf(key), ...endOf(key, keys) })),
		removed: [...removed],
		before: {
			keys: present.keys.flatMap(({ kid, exp }) => (exp === undefined ? [] : [{ kid, exp }])),
			removed: (present.removed ?? []).map(({ kid }) => kid),
		},
	};
}

export type DraftObjection =
	/** A key that has not ended is not named any more, and not called withdrawn either (TL-2). */
	| { readonly code: "key_unexplained"; readonly kid: string }
	/** A key that was withdrawn is among the keys, or no longer called withdrawn. */
	| { readonly code: "key_withdrawn"; readonly kid: string };

/** What the root's owners must not sign, though it were in the draft. */
export function draftObjection({ keys, removed, before }: KeysetDraft, now: NumericDate): DraftObjection | undefined {
	const [named, gone] = [new Set(keys.map(({ kid }) => kid)), new Set(removed.map(({ kid }) => kid))];
	const back = [...gone].find((kid) => named.has(kid)) ?? before.removed.find((kid) => !gone.has(kid));
	if (back !== undefined) return { code: "key_withdrawn", kid: back };
	const dropped = before.keys.find(({ kid, exp }) => exp > now && !named.has(kid) && !gone.has(kid));
	return dropped && { code: "key_unexplained", kid: dropped.kid };
}

function entryOf({ use, kid, jwk: { kty, crv, x, y }, createdAt, from = createdAt }: SigningKeyFile): Key {
	return { kid, jwk: { kty, crv, x, y }, use: [use], nbf: from };
}

function nameOf({ kid, jwk, use, nbf }: Key): Key {
	return { kid, jwk, use, nbf };
}

/** A key ends soon after every use that it has has passed to a later one. */
function endOf(key: Key, keys: readonly Key[]): { exp?: number } {
	const successors = key.use.map((use) =>
		Math.min(...keys.filter((other) => other.use.includes(use) && other.nbf > key.nbf).map(({ nbf }) => nbf)),
	);
	const end = Math.max(...successors);
	return Number.isFinite(end) ? { exp: end + OVERLAP } : {};
}
