/**
 * The keys of the trust list that may have signed a foreign pass (spec §4, K-2): found by use, issuer and key id,
 * imported when first used (TL-7).
 */
import { type Bytes, fromBase64 } from "@/lib/shared/bytes";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Trust } from "@/lib/trust/trust";
import { type ListedKey, type ListedKeyUse, listedKeyIndex } from "@/lib/trust/trust-list";

export type SignerLookup = {
	readonly use: ListedKeyUse;
	readonly kid: string;
	readonly iss?: string;
	/** Whether the key of this entry signed the pass; `unusable`: nobody can tell here (V-10). */
	signed(entry: ListedKey): Promise<boolean | "unusable">;
};

export type SignerLimits = {
	/** V-5: whether this entry lets its key sign such a pass. */
	entitled(entry: ListedKey): boolean;
	/**
	 * They enclose the time of signing as exactly as the format tells it. A claim of when a pass was issued is only
	 * its earliest: genuine issuers date passes back to the proof.
	 */
	readonly from: NumericDate;
	readonly until: NumericDate;
};

/** Why no entry of the list is known to have signed the pass. */
export type NoSigner = "issuer_denied" | "issuer_unknown" | "key_unusable" | "signature_invalid";
export type SignerObjection = NoSigner | "key_usage" | "issuer_expired";

/** The entry of the list under which the pass was signed. */
export async function resolveSigner(
	trust: Trust,
	question: SignerLookup & SignerLimits,
): Promise<ListedKey | SignerObjection> {
	const signers = await findSigners(trust, question);
	return typeof signers === "string" ? signers : chooseSigner(signers, question);
}

/** Every entry of the list whose key signed the pass. A key id is a hint (K-1): each entry of that id is tried. */
export async function findSigners(
	trust: Trust,
	{ use, kid, iss, signed }: SignerLookup,
): Promise<readonly ListedKey[] | NoSigner> {
	// DL-2: a signer that is denied is denied, also where the list no longer has its key.
	if (trust.denied.some((denied) => denied.kid === kid)) return "issuer_denied";
	const candidates = trust.listedKeys.get(listedKeyIndex(use, kid, iss)) ?? [];
	if (candidates.length === 0) return "issuer_unknown";
	const signers: ListedKey[] = [];
	let unusable = false;
	for (const candidate of candidates) {
		const answer = await signed(candidate);
		if (answer === "unusable") unusable = true;
		else if (answer) signers.push(candidate);
	}
	if (signers.length > 0) return signers;
	return unusable ? "key_unusable" : "signature_invalid";
}

/** Of several entries for one key, listed for other kinds or another time, any that covers the pass will do. */
export function chooseSigner(
	signers: readonly ListedKey[],
	{ entitled, from, until }: SignerLimits,
): ListedKey | SignerObjection {
	const allowed = signers.filter((signer) => entitled(signer));
	if (allowed.length === 0) return "key_usage";
	return allowed.find((signer) => wasValid(signer, from, until)) ?? "issuer_expired";
}

type KeyImport<Key> = (spki: Bytes, subtle: SubtleCrypto) => Promise<Key | undefined>;
type Check<Message, Key, Answer = boolean> = (message: Message, key: Key, subtle: SubtleCrypto) => Promise<Answer>;

/**
 * Checks a message under the key of an entry. Imported keys are remembered for as long as their trust list is held, and
 * with one of those the platform is at work before this returns. Of a key that the platform or the format does not take
 * nobody can say what it signed.
 */
export function checkUnderListedKey<Key extends object, Message>(
	importKey: KeyImport<Key>,
	check: Check<Message, Key>,
): Check<Message, ListedKey, boolean | "unusable"> {
	const imported = new WeakMap<ListedKey, Key | "unusable">();
	const checkWith = (message: Message, key: Key | "unusable", subtle: SubtleCrypto): Promise<boolean | "unusable"> =>
		key === "unusable" ? Promise.resolve(key) : check(message, key, subtle);
	return (message, listed, subtle) => {
		const known = imported.get(listed);
		if (known !== undefined) return checkWith(message, known, subtle);
		const spki = fromBase64(listed.spki);
		const importing = spki ? importKey(spki, subtle) : Promise.resolve(undefined);
		return importing.then((key) => {
			imported.set(listed, key ?? "unusable");
			return checkWith(message, key ?? "unusable", subtle);
		});
	};
}

/** Valid at some moment of that time: a key that ended since is no objection (as DL-1 and RP-5 have it). */
function wasValid(
	{ nbf = 0, exp = Number.POSITIVE_INFINITY }: ListedKey,
	from: NumericDate,
	until: NumericDate,
): boolean {
	return from <= exp + CLOCK_TOLERANCE && until >= nbf - CLOCK_TOLERANCE;
}
