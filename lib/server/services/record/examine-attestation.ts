/**
 * Whether an attestation is authentic, by the same lib/verify as at every door, with the authority's own trust list.
 * Late registration is the purpose of the outbox: a paper that has expired since still counts. An `iat` ahead of this
 * server's clock is no refusal either: the record is asked for again. To take such a paper back nobody waits for its time:
 * a wish that is refused is not sent again, and the paper would come to count (`ahead`).
 * Not decided here: revocation (the database knows it before any published list does) and who registered first.
 */
import "server-only";
import { webcrypto } from "node:crypto";
import { readEntry } from "@/lib/formats/entry-text";
import type { AttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { decodeAttestation, RELAIS_PREFIX } from "@/lib/formats/relais/attestation-text";
import type { WireAttestation } from "@/lib/formats/relais/wire";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { TEXT_LIMIT } from "@/lib/shared/text-limit";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import type { Verdict, VerdictReason } from "@/lib/verify/verdict";
import { verifyPass } from "@/lib/verify/verify-pass";
import { checkPaper } from "@/lib/verify/verify-relais";
import type { ServerContext } from "../../context/server-context";
import { verifyEs256 } from "../../crypto/node-crypto";
import { TRUST_PATHS } from "../../publish/trust-files";

type ExaminedAttestation =
	| {
			readonly outcome: "authentic";
			readonly jti: string;
			readonly claims: AttestationClaims;
			/** As it was signed. */
			readonly payload: Uint8Array;
	  }
	| { readonly outcome: "refused" | "retry"; readonly reason: VerdictReason };

export type AttestationExaminer = (text: string) => Promise<ExaminedAttestation>;

/** For papers of one pharmacy. `ahead`: what one is whose `iat` lies ahead. */
export function attestationExaminer(
	context: ServerContext,
	pharmacyNumber: string,
	{ ahead }: { readonly ahead: "retry" | "authentic" } = { ahead: "retry" },
): AttestationExaminer {
	const trusts = trustsOf(context, pharmacyNumber);
	// Time is the last check (RP-5): a paper that only time stands against has passed all the others.
	const passed = new Set<VerdictReason | null>([null, "time_expired"]);
	if (ahead === "authentic") passed.add("time_not_yet");
	return async (text) => {
		// Nobody scanned it: what doors forgive a scanner (V-8), a counter does not write.
		if (readEntry(text) !== text) return { outcome: "refused", reason: "attestation_not_canonical" };
		const paper = paperOf(text);
		const trust = await trusts(paper !== undefined && paper.delegation === undefined);
		if (trust === undefined) return { outcome: "retry", reason: "trust_missing" };
		const now = context.clock();
		if (paper === undefined) return noAttestation(await verifyPass(text, trust, { now, policy: "none" }));
		const { reason, checked } = await checkPaper(paper, { trust, now, ownPast: undefined, hardStop: undefined });
		const authentic = passed.has(reason) ? checked : undefined;
		if (authentic === undefined) return refused(reason ?? "format_unknown");
		const { claims, delegation } = authentic;
		return { outcome: "authentic", jti: delegation.jti, claims, payload: paper.payload };
	};
}

/** Decoded once, and not for what a policy or a screen wants of it. */
function paperOf(text: string): WireAttestation | undefined {
	if (!text.startsWith(RELAIS_PREFIX) || text.length > TEXT_LIMIT) return undefined;
	const decoded = decodeAttestation(text);
	return decoded.outcome === "decoded" ? decoded.attestation : undefined;
}

/** Read once, when the first paper needs it; with the pharmacy's delegations where a paper names its by key only (RP-6). */
function trustsOf(context: ServerContext, pharmacyNumber: string): (byKid: boolean) => Promise<Trust | undefined> {
	const read = new Map<boolean, Promise<Trust | undefined>>();
	return (byKid) => {
		const known = read.get(byKid) ?? authorityTrust(context, byKid ? pharmacyNumber : undefined);
		read.set(byKid, known);
		return known;
	};
}

/**
 * What a record becomes whose attestation has no accepted verdict. The authority knows every signer, every delegation and
 * every policy: what it does not know will not turn up later. Only its own lists and the two clocks may.
 */
const OUTCOME_OF = {
	format_unknown: "refused",
	attestation_malformed: "refused",
	hc1_malformed: "refused",
	shc_malformed: "refused",
	"2ddoc_malformed": "refused",
	attestation_not_canonical: "refused",
	format_unsupported: "refused",
	key_unusable: "refused",
	content_incomplete: "refused",
	issuer_denied: "refused",
	issuer_expired: "refused",
	issuer_training: "refused",
	issuer_unknown: "refused",
	signature_invalid: "refused",
	key_usage: "refused",
	kind_not_delegated: "refused",
	kind_unsupported: "refused",
	time_not_yet: "retry",
	time_expired: "refused",
	time_too_long: "refused",
	index_out_of_block: "refused",
	revoked: "refused",
	policy_refused: "refused",
	policy_missing: "refused",
	policy_unusable: "refused",
	trust_missing: "retry",
	trust_too_old: "retry",
	clock_implausible: "retry",
} as const satisfies Record<VerdictReason, "refused" | "retry">;

/** Accepted in another format: a genuine pass, but no attestation. */
function noAttestation({ reason }: Verdict): ExaminedAttestation {
	return refused(reason ?? "format_unknown");
}

function refused(reason: VerdictReason): ExaminedAttestation {
	return { outcome: OUTCOME_OF[reason], reason };
}

type CachedTrust = {
	readonly seq: number;
	readonly keyset: string;
	readonly trust: Trust;
	/** When it was last seen to be the latest. */
	readonly seenAt: NumericDate;
};
const opened = new WeakMap<ServerContext, CachedTrust>();

/** Undefined until a list was published that opens. */
async function authorityTrust(context: ServerContext, delegationsOf: string | undefined): Promise<Trust | undefined> {
	const cached = opened.get(context);
	if (delegationsOf === undefined && cached !== undefined && (await isLatest(context, cached))) return cached.trust;
	return openLatest(context, delegationsOf);
}

/** Asked once in a second: whatever is denied, the write looks at itself. */
async function isLatest(context: ServerContext, cached: CachedTrust): Promise<boolean> {
	if (cached.keyset !== context.keys.keyset) return false;
	const now = context.clock();
	if (cached.seenAt === now) return true;
	// A number never has two contents (TL-1): the list itself is read once.
	const current = await context.db.publication.findUnique({
		where: { name: TRUST_PATHS.list },
		select: { seq: true },
	});
	const isSame = cached.seq === current?.seq;
	if (isSame) opened.set(context, { ...cached, seenAt: now });
	return isSame;
}

async function openLatest(context: ServerContext, delegationsOf: string | undefined): Promise<Trust | undefined> {
	const { root, keyset } = context.keys;
	const seenAt = context.clock();
	const where = { name: TRUST_PATHS.list };
	const published = await context.db.publication.findUnique({ where });
	if (published === null) return undefined;
	const { document, seq } = published;
	const delegations =
		delegationsOf === undefined
			? []
			: await context.db.delegation.findMany({ where: { pharmacyNumber: delegationsOf }, select: { jwt: true } });
	const trust = await openTrust(
		{ root, keyset, list: document, delegations: delegations.map(({ jwt }) => jwt) },
		{ subtle: webcrypto.subtle as SubtleCrypto, verifyEs256 },
	);
	if (!trust.ok) {
		// A keyset that drops the list's signer is in use a moment before the list is signed anew.
		context.log.error({ code: trust.error.code }, "our own trust list does not open");
		return undefined;
	}
	if (delegationsOf === undefined) opened.set(context, { seq, keyset, trust: trust.value, seenAt });
	return trust.value;
}
