/**
 * The next keyset before the root has signed it (spec §4). It holds public keys only, so it can be carried to wherever
 * the root is kept, and be read by those who are to sign it.
 */
import "server-only";
import { z } from "zod";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import { DAY } from "@/lib/shared/numeric-date";
import { keysetEntry } from "@/lib/trust/keyset";
import { isKeysetUse, type SigningKeyFile } from "./key-file";

/** `exp` is absent where nothing follows the key: it then ends with the keyset. */
const draftEntry = keysetEntry.extend({ exp: z.int().optional() }).strict();

export const keysetDraft = z.strictObject({
	iss: z.string().min(1),
	seq: z.int().positive(),
	keys: z.array(draftEntry).min(1),
});
export type KeysetDraft = z.infer<typeof keysetDraft>;
type DraftEntry = KeysetDraft["keys"][number];

/** What the draft goes on from: the claims of the keyset in use. */
export type PresentKeyset = Pick<KeysetDraft, "iss" | "seq"> & { readonly keys: readonly Omit<DraftEntry, "exp">[] };

/** After its successor has begun, for clocks of several instances. */
const OVERLAP = DAY;

/**
 * All that the present keyset names, and the keys of the folder that it does not name yet, but for those in `without`.
 * What was signed stays verifiable: a key that is followed by another one is kept, with its end.
 */
export function draftKeyset(
	present: PresentKeyset,
	files: readonly SigningKeyFile[],
	without: readonly string[] = [],
): KeysetDraft {
	const known = new Set(present.keys.map(({ jwk }) => thumbprint(jwk)));
	const added = files.filter(({ use, jwk }) => isKeysetUse(use) && !known.has(thumbprint(jwk))).map(entryOf);
	const keys = [...present.keys, ...added].filter(({ kid }) => !without.includes(kid));
	const { iss, seq } = present;
	return { iss, seq: seq + 1, keys: keys.map((key) => ({ ...nameOf(key), ...endOf(key, keys) })) };
}

function entryOf({ use, kid, jwk: { kty, crv, x, y }, createdAt, from = createdAt }: SigningKeyFile) {
	return { kid, jwk: { kty, crv, x, y }, use: [use], nbf: from };
}

function nameOf({ kid, jwk, use, nbf }: Omit<DraftEntry, "exp">) {
	return { kid, jwk, use, nbf };
}

/** A key ends soon after every use that it has has passed to a later one. */
function endOf(key: Omit<DraftEntry, "exp">, keys: readonly Omit<DraftEntry, "exp">[]): { exp?: number } {
	const successors = key.use.map((use) =>
		Math.min(...keys.filter((other) => other.use.includes(use) && other.nbf > key.nbf).map(({ nbf }) => nbf)),
	);
	const end = Math.max(...successors);
	return Number.isFinite(end) ? { exp: end + OVERLAP } : {};
}
