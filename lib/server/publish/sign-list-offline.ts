/**
 * A trust list signed from the data folder alone, for an authority whose portal is not running (or has no database
 * yet): everything that the last published list says, with the imported keys, policies and notices of now. A running
 * portal finds the same within a minute and signs its own list with the next number.
 */
import "server-only";
import { join } from "node:path";
import { decodeJwt } from "jose";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type KeyStore, publishKeyset } from "../keys/key-store";
import { LIST_LIFETIME } from "./list-times";
import { collectListedKeys } from "./listed-keys";
import { collectPolicies } from "./listed-policies";
import { publishCardRevocations } from "./publish-card-revocations";
import { publishFile } from "./publish-file";
import type { PublishedList } from "./publish-trust-list";
import { readPublishedList } from "./read-published-list";
import { signDocument } from "./sign-document";
import { TRUST_PATHS, trustFolder } from "./trust-files";

export async function signListOffline(
	dataDir: string,
	{ keys, now }: { readonly keys: KeyStore; readonly now: NumericDate },
): Promise<PublishedList> {
	const last = await readPublishedList(dataDir);
	const listed = await collectListedKeys({ dataDir, own: keys.dcc, before: last?.keys ?? [] });
	const { policies, notices } = await collectPolicies(dataDir, last ?? { policies: [], notices: [] });
	const seq = (last?.seq ?? 0) + 1;
	const claims = {
		iss: last?.iss ?? decodeJwt(keys.keyset).iss ?? "relais",
		seq,
		iat: now,
		exp: now + LIST_LIFETIME,
		...listed,
		denied: last?.denied ?? [],
		status: last?.status ?? [],
		deny: last?.deny ?? null,
		crls: await publishCardRevocations(dataDir, last?.crls),
		policies,
		notices,
	};
	const document = await signDocument(keys.list[0], "trust-list+jwt", claims);
	await publishKeyset(dataDir, keys.keyset);
	await publishFile(join(trustFolder(dataDir), TRUST_PATHS.list), document);
	return { seq, document };
}
