/**
 * Which fetched documents take the place of the cached ones (spec TL-1 to TL-8). Each is judged by itself: one that is
 * refused, missing or damaged leaves its predecessor in use and holds back nothing else (TL-3).
 *
 * Whoever holds a key other than the root's can do damage only until the honest authority publishes again: a keyset is
 * bound by earlier keysets alone, and an earlier list binds a newer one only while it still verifies.
 */
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import type { VerifierBundle } from "./bundle";
import { digestFile, openDenyFile } from "./deny-file";
import { openKeyset } from "./keyset";
import { openList } from "./open-list";
import { openTrust } from "./open-trust";
import { findVanished } from "./shrink";
import type { Keyset, Trust, TrustFailure } from "./trust";
import { CLOCK_IMPLAUSIBLE_LIMIT, newestWitness } from "./trust-age";
import type { TrustList } from "./trust-list";
import type { DocumentDecision, KeysetRefusal, ListRefusal, StatusRefusal } from "./update-decision";
import { mergeStatusLists } from "./update-status";

export type TrustUpdate = {
	/** What to use from now on; its `bundle` is what to cache. */
	readonly trust: Trust;
	/** Notice: a key is gone that had not ended and that nobody named (TL-2). */
	readonly keyset: DocumentDecision<KeysetRefusal | "keyset_unexplained_shrink">;
	readonly list: DocumentDecision<ListRefusal>;
	/** By id, of what was fetched. */
	readonly status: Readonly<Record<string, DocumentDecision<StatusRefusal>>>;
	/** Notice: the list in use names a file that did not come. */
	readonly deny: DocumentDecision<"deny_file_unusable" | "deny_file_missing">;
};

/** What the enrolment answer says is published (TL-6): nothing older is taken at first contact. */
export type EnrolmentFloor = { readonly keysetSeq: number; readonly listIat: NumericDate };

export type UpdateQuestion = {
	/** What is in use; undefined at first contact, when `fetched.root` is the root to pin. */
	readonly cached: Trust | undefined;
	readonly fetched: VerifierBundle;
	/** The device's clock. */
	readonly now: NumericDate;
	/**
	 * The answer's `Date`. It counts instead of the device's clock at first contact, and where that clock lies behind a
	 * signed document in use.
	 */
	readonly date?: NumericDate | undefined;
	readonly floor?: EnrolmentFloor | undefined;
	readonly subtle: SubtleCrypto;
};

/** The failure is the cached or fetched bundle's own: nothing can be said of its parts. */
export async function updateTrust(question: UpdateQuestion): Promise<Result<TrustUpdate, TrustFailure>> {
	const { cached, fetched, subtle } = question;
	const walked = await walkKeysets(question);
	const { keyset, root, jwt } = walked;
	if (keyset === undefined || jwt === undefined) {
		const trust = cached ? ok(cached) : await openTrust({ root: fetched.root }, { subtle });
		if (!trust.ok) return trust;
		const list: DocumentDecision<ListRefusal> = fetched.list
			? { state: "refused", reason: "keyset_missing" }
			: { state: "kept" };
		return ok({ trust: trust.value, keyset: walked.decision, list, status: {}, deny: { state: "kept" } });
	}

	// What is cached, as the keyset now in use sees it: a list of a key that is gone binds nothing any more.
	const unchanged = cached?.keyset?.payload === keyset.payload;
	const reopened = unchanged ? ok(cached) : await openTrust({ ...cached?.bundle, root, keyset: jwt }, { subtle });
	if (!reopened.ok) return reopened;
	const bound = reopened.value;
	const clock = clockFor(question, bound);
	const judged = await judgeList(question, { bound, keyset, clock });
	const list = judged.list ?? bound.list;
	const status = await mergeStatusLists({ keyset, list, kept: bound, fetched: fetched.status ?? {}, clock });
	const deny = await judgeDeny(fetched.deny, { bound, list, subtle });
	const merged = await openTrust(
		{
			root,
			keyset: jwt,
			list: judged.list ? fetched.list : bound.bundle.list,
			status: status.merged,
			delegations: fetched.delegations ?? bound.bundle.delegations,
			crls: fetched.crls ?? bound.bundle.crls,
			...deny.kept,
		},
		{ subtle },
	);
	if (!merged.ok) return merged;
	return ok({
		trust: merged.value,
		keyset: walked.decision,
		list: judged.decision,
		status: status.decisions,
		deny: deny.decision,
	});
}

type Walked = {
	readonly root: string;
	readonly keyset: Keyset | undefined;
	readonly jwt: string | undefined;
	readonly decision: TrustUpdate["keyset"];
};

/** TL-8: link by link from the keyset in use, ended ones included; then the newest. */
async function walkKeysets({ cached, fetched, floor, now }: UpdateQuestion): Promise<Walked> {
	const first = cached?.keyset;
	let at: Pick<Walked, "root" | "keyset" | "jwt"> = {
		root: cached?.root ?? fetched.root,
		keyset: first,
		jwt: first && (cached?.bundle.keyset ?? undefined),
	};
	for (const link of fetched.keysets ?? []) {
		const next = await nextKeyset(link, at);
		if (next.ok) at = next.value;
	}
	let refusal: KeysetRefusal | undefined;
	if (fetched.keyset) {
		const next = await nextKeyset(fetched.keyset, at);
		if (next.ok) at = next.value;
		else if (next.error !== "same") refusal = next.error;
	}
	const { keyset } = at;
	if (!first && keyset) {
		const objection =
			keyset.seq < (floor?.keysetSeq ?? 0) ? "trust_rollback" : keyset.exp < now ? "keyset_expired" : undefined;
		if (objection) {
			return { root: at.root, keyset: undefined, jwt: undefined, decision: { state: "refused", reason: objection } };
		}
	}
	return { ...at, decision: keysetDecision(first, keyset, refusal) };
}

function keysetDecision(
	before: Keyset | undefined,
	now: Keyset | undefined,
	refusal: KeysetRefusal | undefined,
): TrustUpdate["keyset"] {
	if (refusal) return { state: "refused", reason: refusal };
	if (!now || now.payload === before?.payload) return { state: "kept" };
	return { state: "taken", notice: before && lostKeys(before, now) ? "keyset_unexplained_shrink" : undefined };
}

/** TL-2: a root-signed keyset is never refused for what it lacks; staff are told. */
function lostKeys(before: Keyset, now: Keyset): boolean {
	const named = new Set([...now.keys.map(({ kid }) => kid), ...now.removed.map(({ kid }) => kid)]);
	return before.keys.some(({ kid, exp }) => exp > now.iat && !named.has(kid));
}

/** Signed by the root in use, or by the successor that the keyset in use announces (TL-8). */
async function nextKeyset(
	jwt: string,
	at: Pick<Walked, "root" | "keyset">,
): Promise<Result<Pick<Walked, "root" | "keyset" | "jwt">, KeysetRefusal | "same">> {
	const roots = [at.root, at.keyset?.nextRoot].filter((root) => root !== undefined);
	let failure: KeysetRefusal = "keyset_untrusted";
	for (const root of roots) {
		const opened = await openKeyset(jwt, root);
		if (!opened.ok) {
			failure = `keyset_${opened.error}`;
			continue;
		}
		const keyset = opened.value;
		const known = at.keyset;
		if (known && keyset.seq < known.seq) return err("trust_rollback");
		if (known && keyset.seq === known.seq) return err(keyset.payload === known.payload ? "same" : "trust_fork");
		return ok({ root, keyset, jwt });
	}
	return err(failure);
}

/** TL-1: whose clock says what is the future. */
function clockFor({ cached, now, date }: UpdateQuestion, bound: Trust): NumericDate {
	const newest = newestWitness(bound)?.iat;
	const cannotTell = !cached?.keyset || (newest !== undefined && now < newest);
	return cannotTell ? (date ?? now) : now;
}

/** `list`: the one that is taken. */
type JudgedList = { readonly decision: DocumentDecision<ListRefusal>; readonly list?: TrustList };

async function judgeList(
	{ fetched, floor }: UpdateQuestion,
	{ bound, keyset, clock }: { bound: Trust; keyset: Keyset; clock: NumericDate },
): Promise<JudgedList> {
	if (!fetched.list || fetched.list === bound.bundle.list) return { decision: { state: "kept" } };
	const opened = await openList(fetched.list, keyset);
	if (opened === "malformed") return { decision: { state: "refused", reason: "list_malformed" } };
	const { list } = opened;
	if (!list) return { decision: { state: "refused", reason: "list_untrusted" } };
	// The same payload signed again says nothing new, and is no fork.
	if (list.payload === bound.list?.payload) return { decision: { state: "kept" } };
	const reason =
		(keyset.exp < clock ? "keyset_expired" : undefined) ??
		(list.iat > clock + CLOCK_IMPLAUSIBLE_LIMIT ? "trust_from_future" : undefined) ??
		(bound.list ? objectionAfter(bound.list, list) : objectionAtFirst(list, { clock, floor }));
	return reason ? { decision: { state: "refused", reason } } : { decision: { state: "taken" }, list };
}

/** What the publisher keeps an entry of `removed` for (TL-2). */
export const REMOVAL_KEPT = 60 * DAY;

function objectionAfter(before: TrustList, list: TrustList): ListRefusal | undefined {
	if (list.seq < before.seq) return "trust_rollback";
	if (list.seq === before.seq) return "trust_fork";
	// What was removed meanwhile need not be named any more by then.
	if (list.iat > before.iat + REMOVAL_KEPT) return undefined;
	return findVanished(before, list) ? "trust_unexplained_shrink" : undefined;
}

/** No list that still verifies came before it: its own times have to do. */
function objectionAtFirst(
	list: TrustList,
	{ clock, floor }: { clock: NumericDate; floor: EnrolmentFloor | undefined },
): ListRefusal | undefined {
	if (list.exp < clock) return "list_expired";
	return list.iat < (floor?.listIat ?? 0) ? "trust_rollback" : undefined;
}

type DenyParts = Pick<VerifierBundle, "deny" | "denySha256">;

/** The file that the list in use names, else the cached one, which goes on revoking (TL-3). */
async function judgeDeny(
	fetched: VerifierBundle["deny"],
	{ bound, list, subtle }: { bound: Trust; list: TrustList | undefined; subtle: SubtleCrypto },
): Promise<{ readonly kept: DenyParts; readonly decision: TrustUpdate["deny"] }> {
	const cached = bound.bundle.deny;
	const named = list?.deny;
	// A list in use that names no file has nobody denied by one.
	if (list && !named) return { kept: {}, decision: { state: "kept" } };
	if (named) {
		const isNamed = async (file: NonNullable<VerifierBundle["deny"]>) =>
			openDenyFile(await digestFile(file, subtle), named) !== undefined;
		const { sha256: denySha256 } = named;
		if (bound.denyIsCurrent && named.sha256 === bound.list?.deny?.sha256) {
			return { kept: { deny: cached, denySha256 }, decision: { state: "kept" } };
		}
		if (fetched && (await isNamed(fetched)))
			return { kept: { deny: fetched, denySha256 }, decision: { state: "taken" } };
		if (cached && (await isNamed(cached))) return { kept: { deny: cached, denySha256 }, decision: { state: "kept" } };
	}
	// The digest of the list under which the cached file was current.
	const earlier = bound.denyIsCurrent ? bound.list?.deny?.sha256 : bound.bundle.denySha256;
	const kept: DenyParts = bound.deny && earlier ? { deny: cached, denySha256: earlier } : {};
	if (!named) return { kept, decision: { state: "kept" } };
	return fetched
		? { kept, decision: { state: "refused", reason: "deny_file_unusable" } }
		: { kept, decision: { state: "kept", notice: "deny_file_missing" } };
}
