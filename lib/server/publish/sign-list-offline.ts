/**
 * A trust list signed from the data folder alone, for an authority whose portal is not running (or has no database
 * yet): everything that the last published list says, with the imported keys, policies and notices of now. A running
 * portal finds the same within a minute and signs its own list with the next number.
 */
import "server-only";
import { join } from "node:path";
import { decodeJwt } from "jose";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { highestSeq } from "@/lib/trust/trust-list";
import { type KeyStore, publishKeyset, signerAt } from "../keys/key-store";
import { carriedDenials, carriedStatus } from "./last-lists";
import { collectRemovals, readTakenBack } from "./list-removals";
import { LIST_LIFETIME } from "./list-times";
import { collectListedKeys } from "./listed-keys";
import { collectPolicies } from "./listed-policies";
import { HELD, nextSeq, objectionTo } from "./next-list";
import { publishCardRevocations } from "./publish-card-revocations";
import { publishFile } from "./publish-file";
import type { PublishedList } from "./publish-trust-list";
import { isOurs, readPublishedList } from "./read-published-list";
import { signDocument } from "./sign-document";
import { TRUST_PATHS, trustFolder } from "./trust-files";

export async function signListOffline(
	dataDir: string,
	{ keys, now }: { readonly keys: KeyStore; readonly now: NumericDate },
): Promise<PublishedList> {
	const last = await readPublishedList(dataDir);
	const binding = last && (await isOurs(last.document, keys)) ? [last.list] : [];
	const lists = last ? [last.list] : [];
	const { keys: listed, removed: removedKeys } = await collectListedKeys({ dataDir, own: keys.dcc, before: lists });
	const removed = collectRemovals([...removedKeys, ...(await readTakenBack(dataDir))], { lists, now, keys: listed });
	const { policies, notices } = await collectPolicies(dataDir, last?.list ?? { policies: [], notices: [] });
	const following = (last?.list.seq ?? 0) + 1;
	const seq = following <= highestSeq(now) ? following : nextSeq({ lists, binding }, now);
	const claims = {
		iss: last?.list.iss ?? decodeJwt(keys.keyset).iss ?? "relais",
		seq,
		iat: now,
		exp: now + LIST_LIFETIME,
		keys: listed,
		removed,
		denied: carriedDenials(lists, removed),
		status: carriedStatus(lists, removed),
		deny: last?.list.deny ?? null,
		crls: await publishCardRevocations(dataDir, last?.list.crls),
		policies,
		notices,
	};
	const objection = objectionTo(claims, { lists });
	if (objection) throw new Error(HELD[objection.code]);
	const document = await signDocument(signerAt(keys.list, now), "trust-list+jwt", claims);
	await publishKeyset(dataDir, keys.keyset);
	await publishFile(join(trustFolder(dataDir), TRUST_PATHS.list), document);
	return { seq, document };
}
