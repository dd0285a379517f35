/**
 * The keys of the trust list that may have signed a foreign pass (spec §4, K-2): found by use, issuer and key id,
 * imported when first used (TL-7).
 */
import { type Bytes, fromBase64 } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Trust } from "@/lib/trust/trust";
import { type ListedKey, listedKeyIndex } from "@/lib/trust/trust-list";

/** Seconds that the clocks of an issuer and of a door may differ, as in RP-5. */
export const CLOCK_SKEW = 300;

/** All candidates: a key id is a hint (K-1), and two keys may share one. */
export function findListedKeys(
	trust: Trust,
	{ use, kid, iss }: { readonly use: "dcc" | "shc" | "2ddoc"; readonly kid: string; readonly iss?: string },
): readonly ListedKey[] {
	return trust.listedKeys.get(listedKeyIndex(use, kid, iss)) ?? [];
}

/**
 * Remembers imported keys for as long as their trust list is held. Undefined for a key that the platform or the
 * format does not take: it then signs nothing.
 */
export function lazyImport<Key>(
	importKey: (spki: Bytes, subtle: SubtleCrypto) => Promise<Key | undefined>,
): (listed: ListedKey, subtle: SubtleCrypto) => Promise<Key | undefined> {
	const imported = new WeakMap<ListedKey, Promise<Key | undefined>>();
	return (listed, subtle) => {
		const known = imported.get(listed);
		if (known !== undefined) return known;
		const spki = fromBase64(listed.spki);
		const key = spki ? importKey(spki, subtle) : Promise.resolve(undefined);
		imported.set(listed, key);
		return key;
	};
}

/** The first candidate whose key signed the pass, undefined if none did. */
export async function findSigner(
	candidates: readonly ListedKey[],
	signed: (candidate: ListedKey) => Promise<boolean>,
): Promise<ListedKey | undefined> {
	for (const candidate of candidates) if (await signed(candidate)) return candidate;
	return undefined;
}

/**
 * Whether the key was valid when it signed, as DL-1 asks of a delegation's signer: a key that ended since is no
 * objection. `from` and `until` enclose the time of signing as exactly as the format tells it.
 */
export function wasValid(key: ListedKey, from: NumericDate, until: NumericDate = from): boolean {
	return from <= (key.exp ?? Number.POSITIVE_INFINITY) + CLOCK_SKEW && until >= (key.nbf ?? 0) - CLOCK_SKEW;
}
