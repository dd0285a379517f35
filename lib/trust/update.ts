/**
 * Whether fetched documents may replace the cached ones (spec TL-1, TL-2, TL-3, TL-6). A refusal changes nothing: the
 * caller keeps using the cached Trust and shows the operator the reason.
 */
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Result } from "@/lib/shared/result";
import type { VerifierBundle } from "./bundle";
import { openTrust } from "./open-trust";
import type { Keyset, Trust, TrustFailure } from "./trust";
import type { ListedKey, TrustList } from "./trust-list";

type UpdateRefusal =
	/** Lower `seq` than the cached document (TL-1). */
	| "trust_rollback"
	/** The same `seq` with other content (TL-1). */
	| "trust_fork"
	/** A key vanished without being in `removed` (TL-2). */
	| "trust_unexplained_shrink"
	/** Passes that were revoked would be let in again: the deny file that the list names did not come with it. */
	| "deny_file_missing"
	/** The keyset's `exp` has passed: no new list under it (TL-6). */
	| "keyset_expired"
	/** Keyset or list missing from what was fetched. */
	| "update_incomplete"
	| TrustFailure["code"];

export type UpdateDecision =
	/** `trust.bundle` is what to cache from now on. */
	| { readonly outcome: "accepted"; readonly trust: Trust }
	| { readonly outcome: "refused"; readonly reason: UpdateRefusal };

export type UpdateOptions = {
	/** What is in use; undefined at the first fetch, when `candidate.root` is the root being pinned. */
	readonly cached: Trust | undefined;
	readonly candidate: VerifierBundle;
	readonly now: NumericDate;
	readonly subtle: SubtleCrypto;
};

export async function acceptUpdate({ cached, candidate, now, subtle }: UpdateOptions): Promise<UpdateDecision> {
	const opened = await openUnderPinnedRoot(candidate, cached, subtle);
	if (!opened.ok) return refuse(opened.error.code);
	const { keyset, list } = opened.value;
	if (!keyset || !list) return refuse("update_incomplete");
	const reason =
		(keyset.exp < now ? "keyset_expired" : undefined) ??
		checkSequence(cached?.keyset, keyset) ??
		checkSequence(cached?.list, list) ??
		checkShrink(cached?.list, list);
	if (reason) return refuse(reason);
	if (!cached) return { outcome: "accepted", trust: opened.value };

	const merged = await openTrust(mergeBundles(cached, opened.value), { subtle });
	if (!merged.ok) return refuse(merged.error.code);
	if (cached.deny && merged.value.list?.deny && !merged.value.deny) return refuse("deny_file_missing");
	return { outcome: "accepted", trust: merged.value };
}

/** The pinned root, or the successor that the cached keyset announces (§4, `root`). */
async function openUnderPinnedRoot(
	candidate: VerifierBundle,
	cached: Trust | undefined,
	subtle: SubtleCrypto,
): Promise<Result<Trust, TrustFailure>> {
	const root = cached?.root ?? candidate.root;
	const opened = await openTrust({ ...candidate, root }, { subtle });
	const successor = cached?.keyset?.nextRoot;
	if (opened.ok || opened.error.code !== "keyset_untrusted" || successor === undefined) return opened;
	return openTrust({ ...candidate, root: successor }, { subtle });
}

/** TL-1, for the keyset as for the list. Signing the same payload again is no fork. */
function checkSequence(
	cached: Keyset | TrustList | undefined,
	candidate: Keyset | TrustList,
): UpdateRefusal | undefined {
	if (!cached || candidate.seq > cached.seq) return undefined;
	if (candidate.seq < cached.seq) return "trust_rollback";
	return candidate.payload === cached.payload ? undefined : "trust_fork";
}

/** TL-2. A key is the same key when use, issuer, kid and public key are. */
function checkShrink(cached: TrustList | undefined, candidate: TrustList): UpdateRefusal | undefined {
	const present = new Set(candidate.keys.map(identity));
	const removed = new Set(candidate.removed.map(lookUpName));
	const vanished = cached?.keys.some((key) => !present.has(identity(key)) && !removed.has(lookUpName(key)));
	return vanished ? "trust_unexplained_shrink" : undefined;
}

function identity(key: ListedKey): string {
	return `${lookUpName(key)}\n${key.spki}`;
}

function lookUpName({ use, iss = "", kid }: { use: string; iss?: string | undefined; kid: string }): string {
	return `${use}\n${iss}\n${kid}`;
}

/** Parts that were not fetched this time stay; an older or damaged file does not replace a good one. */
function mergeBundles(cached: Trust, candidate: Trust): VerifierBundle {
	const status: Record<string, string> = { ...candidate.bundle.status };
	for (const [id, known] of cached.statusLists) {
		const fetched = candidate.statusLists.get(id);
		const kept = cached.bundle.status?.[id];
		if (kept !== undefined && (!fetched || (fetched.iat ?? 0) < (known.iat ?? 0))) status[id] = kept;
	}
	return {
		...candidate.bundle,
		status,
		delegations: candidate.bundle.delegations ?? cached.bundle.delegations,
		crls: candidate.bundle.crls ?? cached.bundle.crls,
		deny: candidate.deny ? candidate.bundle.deny : cached.bundle.deny,
	};
}

function refuse(reason: UpdateRefusal): UpdateDecision {
	return { outcome: "refused", reason };
}
