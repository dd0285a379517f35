/**
 * The signed trust list (spec §4). What was last signed stands in the database, so that every instance publishes the
 * same document, a lost data folder gets it back, and no sequence number is ever used for two contents (TL-1).
 */
import "server-only";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Publication } from "@/generated/prisma/client";
import type { Bytes } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { denialName } from "@/lib/trust/shrink";
import { type Denial, highestSeq, type TrustList } from "@/lib/trust/trust-list";
import type { ServerContext } from "../context/server-context";
import type { Transaction } from "../db/database";
import { numericDate, timestamp } from "../db/timestamp";
import { transact } from "../db/transact";
import { signerAt } from "../keys/key-store";
import { carriedDenials, carriedStatus, readLastLists } from "./last-lists";
import { collectRemovals, readTakenBack } from "./list-removals";
import { LIST_LIFETIME, LIST_REFRESH } from "./list-times";
import { collectListedKeys } from "./listed-keys";
import { collectPolicies } from "./listed-policies";
import { HELD, nextSeq, objectionTo } from "./next-list";
import { lockPublication, PUBLICATION_LIMITS } from "./publication-lock";
import { publishCardRevocations } from "./publish-card-revocations";
import type { DenyFile } from "./publish-deny-file";
import { publishFile } from "./publish-file";
import { readSignedList } from "./read-published-list";
import { signDocument } from "./sign-document";
import { TRUST_PATHS, trustFolder, trustUri } from "./trust-files";

export type PublishedList = { readonly seq: number; readonly document: string };

/** Paths below the trust folder of the files that a list names by their content. */
export function pathsNamedBy(document: string): ReadonlySet<string> {
	const { deny, crls } = readSignedList(document)?.list ?? {};
	const paths = [deny && TRUST_PATHS.deny(deny.sha256), crls && TRUST_PATHS.cardRevocations(crls.sha256)];
	return new Set(paths.filter((path) => path !== undefined));
}

/**
 * Signs a new list if the content changed or the last one is getting old, and writes the current one to disk. Where a new
 * one may not be signed the last one stays, and the log says why.
 */
export async function publishTrustList(context: ServerContext, denyFile: DenyFile): Promise<PublishedList> {
	const published = await transact(context.db, (tx) => signWhatIsDue(context, tx, denyFile), PUBLICATION_LIMITS);
	await publishFile(join(trustFolder(context.settings.dataDir), TRUST_PATHS.list), published.document);
	return { seq: published.seq, document: published.document };
}

async function signWhatIsDue(context: ServerContext, tx: Transaction, denyFile: DenyFile): Promise<PublishedList> {
	await lockPublication(tx);
	const last = await readLastLists(context, tx);
	const now = await context.signingClock.compare();
	const content = await collectContent(context, tx, { lists: last.lists, now, denyFile });
	const signer = signerAt(context.keys.list, now);
	const contentHash = hashOf(signer.kid, content);
	if (last.row !== null && isCurrent(last.row, { contentHash, now }) && !last.diskIsAhead) return last.row;
	const seq = nextSeq(last, now);
	const claims = { iss: context.settings.origins[0], seq, iat: now, exp: now + LIST_LIFETIME, ...content };
	const objection = objectionTo(claims, last);
	if (objection) {
		context.log.error({ ...objection, seq, highest: highestSeq(now) }, HELD[objection.code]);
		if (last.row === null) throw new Error(`no trust list can be signed: ${objection.code}`);
		return last.row;
	}
	const document = await signDocument(signer, "trust-list+jwt", claims);
	const row = { seq, document, contentHash, publishedAt: timestamp(now) };
	await tx.publication.upsert({
		where: { name: TRUST_PATHS.list },
		create: { name: TRUST_PATHS.list, ...row },
		update: row,
	});
	return row;
}

type Due = { readonly contentHash: Uint8Array; readonly now: NumericDate };

function isCurrent(row: Publication, { contentHash, now }: Due): boolean {
	if (!Buffer.from(contentHash).equals(row.contentHash)) return false;
	const age = now - numericDate(row.publishedAt);
	return age >= 0 && age < LIST_REFRESH;
}
/** Who signs counts as content: a key that the keyset no longer names leaves no list behind. */
function hashOf(signer: string, content: object): Bytes {
	return Uint8Array.from(
		createHash("sha256")
			.update(JSON.stringify([signer, content]))
			.digest(),
	);
}

type Collecting = {
	readonly lists: readonly TrustList[];
	readonly now: NumericDate;
	readonly denyFile: DenyFile;
};

/** In a fixed order, so that equal content has an equal hash. */
async function collectContent(context: ServerContext, tx: Transaction, { lists, now, denyFile }: Collecting) {
	const { dataDir } = context.settings;
	const before = lists[0] ?? NOTHING;
	const { keys, removed: removedKeys } = await collectListedKeys({ dataDir, own: context.keys.dcc, before: lists });
	const removed = collectRemovals([...removedKeys, ...(await readTakenBack(dataDir))], { lists, now, keys });
	const { policies, notices, unusable } = await collectPolicies(dataDir, before);
	for (const path of unusable)
		context.log.error({ path }, "damaged: policies or notices stay as they were; publish them again");
	const denied = await collectDenied(tx);
	const known = new Set(denied.map(denialName));
	const rows = await tx.statusList.findMany({ orderBy: { no: "asc" }, select: { no: true } });
	const status = rows.map(({ no }) => ({ id: String(no), uri: trustUri(TRUST_PATHS.status(String(no))) }));
	const ids = new Set(status.map(({ id }) => id));
	return {
		keys,
		removed,
		denied: [...denied, ...carriedDenials(lists, removed).filter((denial) => !known.has(denialName(denial)))],
		status: [...status, ...carriedStatus(lists, removed).filter(({ id }) => !ids.has(id))],
		deny: await denyFile.publish(context, tx, before.deny),
		crls: await publishCardRevocations(dataDir, before.crls),
		policies,
		notices,
	};
}

/** What stays as it was unless something says otherwise. */
type Carried = Pick<TrustList, "policies" | "notices" | "deny" | "crls">;
const NOTHING: Carried = { policies: [], notices: [], deny: undefined, crls: undefined };

const NOBODY = { jti: undefined, sub: undefined, kid: undefined };

/** DL-2: a denied device by each of its delegations, a denied pharmacy by its number. */
async function collectDenied(tx: Transaction): Promise<readonly Denial[]> {
	const pharmacies = await tx.pharmacy.findMany({
		where: { deniedAt: { not: null } },
		orderBy: { number: "asc" },
		select: { number: true, deniedAt: true, deniedReason: true },
	});
	const delegations = await tx.delegation.findMany({
		where: { device: { state: "denied" } },
		orderBy: { jti: "asc" },
		select: { jti: true, device: { select: { deniedAt: true, deniedReason: true } } },
	});
	return [
		...pharmacies.map(({ number, ...denial }) => ({ ...NOBODY, sub: number, ...denialDetails(denial) })),
		...delegations.map(({ jti, device }) => ({ ...NOBODY, jti, ...denialDetails(device) })),
	];
}

function denialDetails(denial: { readonly deniedAt: Date | null; readonly deniedReason: string | null }) {
	return { from: Math.floor((denial.deniedAt?.getTime() ?? 0) / 1_000), reason: denial.deniedReason ?? "denied" };
}
