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

export type SignerQuestion = {
	readonly use: "dcc" | "shc" | "2ddoc";
	readonly kid: string;
	readonly iss?: string;
	/** Whether the key of this entry signed the pass. */
	signed(entry: ListedKey): Promise<boolean>;
	/** V-5: whether this entry lets its key sign such a pass. */
	entitled(entry: ListedKey): boolean;
	/**
	 * They enclose the time of signing as exactly as the format tells it. A claim of when a pass was issued is only
	 * its earliest: genuine issuers date passes back to the proof.
	 */
	readonly from: NumericDate;
	readonly until: NumericDate;
};

export type SignerObjection = "issuer_unknown" | "signature_invalid" | "issuer_denied" | "key_usage" | "issuer_expired";

/**
 * The entry of the list under which the pass was signed. A key id is a hint (K-1): every entry of that id is tried,
 * and of several for one key, listed for other kinds or another time, any that covers the pass will do.
 */
export async function resolveSigner(trust: Trust, question: SignerQuestion): Promise<ListedKey | SignerObjection> {
	const { use, kid, iss, from, until } = question;
	const candidates = trust.listedKeys.get(listedKeyIndex(use, kid, iss)) ?? [];
	if (candidates.length === 0) return "issuer_unknown";
	const signers: ListedKey[] = [];
	for (const candidate of candidates) if (await question.signed(candidate)) signers.push(candidate);
	if (signers.length === 0) return "signature_invalid";
	if (trust.list?.denied.some((denied) => denied.kid === kid)) return "issuer_denied";
	const allowed = signers.filter((signer) => question.entitled(signer));
	if (allowed.length === 0) return "key_usage";
	return allowed.find((signer) => wasValid(signer, from, until)) ?? "issuer_expired";
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

/** Valid at some moment of that time: a key that ended since is no objection (as DL-1 and RP-5 have it). */
function wasValid(
	{ nbf = 0, exp = Number.POSITIVE_INFINITY }: ListedKey,
	from: NumericDate,
	until: NumericDate,
): boolean {
	return from <= exp + CLOCK_SKEW && until >= nbf - CLOCK_SKEW;
}
