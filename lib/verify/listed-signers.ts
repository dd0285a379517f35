/**
 * Which key of the trust list signed a pass: every candidate of a shared kid is tried (K-2), each imported when first
 * used and once (TL-7). Whether the key may sign this kind of pass (V-5) is the caller's next question.
 */
import { type Bytes, fromBase64 } from "@/lib/shared/bytes";
import type { ListedKey } from "@/lib/trust/trust-list";

export type SignerSearch<ImportedKey> = {
	readonly importKey: (spki: Bytes) => Promise<ImportedKey | undefined>;
	readonly verify: (key: ImportedKey) => Promise<boolean>;
	/** Remembers imports for as long as the trust list lives. */
	readonly imported: WeakMap<ListedKey, Promise<ImportedKey | undefined>>;
};

/** Those of `candidates` under which the signature holds; more than one only where a key is listed twice. */
export async function findSigners<ImportedKey>(
	candidates: readonly ListedKey[],
	{ importKey, verify, imported }: SignerSearch<ImportedKey>,
): Promise<readonly ListedKey[]> {
	const signers: ListedKey[] = [];
	for (const candidate of candidates) {
		let pending = imported.get(candidate);
		if (!pending) {
			const spki = fromBase64(candidate.spki);
			pending = spki ? importKey(spki) : Promise.resolve(undefined);
			imported.set(candidate, pending);
		}
		const key = await pending;
		if (key !== undefined && (await verify(key))) signers.push(candidate);
	}
	return signers;
}
