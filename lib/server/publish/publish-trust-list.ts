/**
 * The signed trust list (spec §4). What was last signed stands in the database, so that every instance publishes the
 * same document, a lost data folder gets it back, and no sequence number is ever used for two contents (TL-1).
 */
import "server-only";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { decodeJwt } from "jose";
import type { Bytes } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type TrustList, trustListClaims } from "@/lib/trust/trust-list";
import type { ServerContext } from "../context/server-context";
import type { Transaction } from "../db/database";
import { transact } from "../db/transact";
import { LIST_LIFETIME, LIST_REFRESH } from "./list-times";
import { collectListedKeys } from "./listed-keys";
import { collectPolicies } from "./listed-policies";
import { publishCardRevocations } from "./publish-card-revocations";
import { publishDenyFile } from "./publish-deny-file";
import { publishFile } from "./publish-file";
import { readPublishedList } from "./read-published-list";
import { signDocument } from "./sign-document";
import { TRUST_PATHS, trustFolder, trustUri } from "./trust-files";

/** Instances take turns. */
const PUBLICATION_LOCK = 7_266_138;
/** Half a million withdrawn passes take seconds to hash and sort on a busy machine. */
const PUBLICATION_LIMITS = { seconds: 60 };

export type PublishedList = { readonly seq: number; readonly document: string };

/** Paths below the trust folder of the files that a list names by their content. */
export function pathsNamedBy(document: string): ReadonlySet<string> {
	const { deny, crls } = trustListClaims.parse(decodeJwt(document));
	const paths = [deny && TRUST_PATHS.deny(deny.sha256), crls && TRUST_PATHS.cardRevocations(crls.sha256)];
	return new Set(paths.filter((path) => path !== undefined));
}

/** Signs a new list if the content changed or the last one is getting old, and writes the current one to disk. */
export async function publishTrustList(context: ServerContext): Promise<PublishedList> {
	const { dataDir } = context.settings;
	const published = await transact(
		context.db,
		async (tx) => {
			await tx.$executeRaw`SELECT pg_advisory_xact_lock(${PUBLICATION_LOCK}::bigint)`;
			const last = await tx.publication.findUnique({ where: { name: TRUST_PATHS.list } });
			const content = await collectContent(context, tx, last?.document);
			const [signer] = context.keys.list;
			const contentHash = hashOf(signer.kid, content);
			const now = context.clock();
			const age = last === null ? Infinity : now - last.publishedAt.getTime() / 1_000;
			const onDisk = await seqOnDisk(dataDir);
			const unchanged = last !== null && last.seq >= onDisk && Buffer.from(contentHash).equals(last.contentHash);
			if (unchanged && age >= 0 && age < LIST_REFRESH) return last;
			const seq = Math.max(last?.seq ?? 0, onDisk, leastSeq(now)) + 1;
			const claims = { iss: context.settings.origins[0], seq, iat: now, exp: now + LIST_LIFETIME, ...content };
			const document = await signDocument(signer, "trust-list+jwt", claims);
			const row = { seq, document, contentHash, publishedAt: new Date(now * 1_000) };
			await tx.publication.upsert({
				where: { name: TRUST_PATHS.list },
				create: { name: TRUST_PATHS.list, ...row },
				update: row,
			});
			return row;
		},
		PUBLICATION_LIMITS,
	);
	await publishFile(join(trustFolder(dataDir), TRUST_PATHS.list), published.document);
	return { seq: published.seq, document: published.document };
}

/** Who signs counts as content: a key that the keyset no longer names leaves no list behind. */
function hashOf(signer: string, content: object): Bytes {
	return Uint8Array.from(
		createHash("sha256")
			.update(JSON.stringify([signer, content]))
			.digest(),
	);
}

/**
 * Numbers run with the time, one for every ten seconds. So a restored database goes on above all that it had signed, and
 * every list with news is above the renewals, one each half hour, of an instance that cannot reach the database
 * (publish/renew-trust-list.ts).
 */
function leastSeq(now: NumericDate): number {
	return Math.floor(now / 10);
}

/** `relais trust import` signs a list while no portal runs: its number is taken too. 0 where there is none. */
async function seqOnDisk(dataDir: string): Promise<number> {
	return (await readPublishedList(dataDir))?.seq ?? 0;
}

/** In a fixed order, so that equal content has an equal hash. */
async function collectContent(context: ServerContext, tx: Transaction, lastDocument: string | undefined) {
	const { dataDir } = context.settings;
	const before = lastDocument === undefined ? NOTHING : lastList(lastDocument);
	const { keys, removed } = await collectListedKeys({ dataDir, own: context.keys.dcc, before: before.keys });
	const { policies, notices, unusable } = await collectPolicies(dataDir, before);
	for (const path of unusable)
		context.log.error({ path }, "damaged: policies or notices stay as they were; publish them again");
	const lists = await tx.statusList.findMany({ orderBy: { no: "asc" }, select: { no: true } });
	return {
		keys,
		removed,
		denied: await collectDenied(tx),
		status: lists.map(({ no }) => ({ id: String(no), uri: trustUri(TRUST_PATHS.status(String(no))) })),
		deny: await publishDenyFile(context, tx, before.deny),
		crls: await publishCardRevocations(dataDir, before.crls),
		policies,
		notices,
	};
}

/** What stays as it was unless something says otherwise. */
type Carried = Pick<TrustList, "keys" | "policies" | "notices" | "deny" | "crls">;
const NOTHING: Carried = { keys: [], policies: [], notices: [], deny: undefined, crls: undefined };

function lastList(document: string): Carried {
	return trustListClaims.parse(decodeJwt(document));
}

/** DL-2: a denied device by each of its delegations, a denied pharmacy by its number. */
async function collectDenied(tx: Transaction) {
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
		...pharmacies.map(({ number, ...denial }) => ({ sub: number, ...denialDetails(denial) })),
		...delegations.map(({ jti, device }) => ({ jti, ...denialDetails(device) })),
	];
}

function denialDetails(denial: { readonly deniedAt: Date | null; readonly deniedReason: string | null }) {
	return { from: Math.floor((denial.deniedAt?.getTime() ?? 0) / 1_000), reason: denial.deniedReason ?? "denied" };
}
