/**
 * Opens a verifier bundle: keyset by the pinned root, trust list by a `list` key, status lists by `status` keys,
 * all `typ`s (TL-6). No foreign key is imported (TL-7). A part that does not verify is set aside by itself (TL-3); of a
 * trust list what takes away is kept (TL-1). Ages, denials and the times of passes are judged by lib/verify; which
 * fetched documents take the place of these by ./update.
 */
import { decodeJwt } from "jose";
import { z } from "zod";
import { base64url, utf8 } from "@/lib/shared/bytes";
import { kidOf } from "@/lib/shared/jwk-thumbprint";
import { err, ok, type Result } from "@/lib/shared/result";
import { type VerifierBundle, verifierBundle } from "./bundle";
import { type DigestedFile, digestFile, openDenyFile } from "./deny-file";
import { openKeyset } from "./keyset";
import { type OpenedList, openList } from "./open-list";
import { openStatusLists } from "./open-status-list";
import { readHeader } from "./signed-document";
import type { CachedDelegation, Keyset, Trust, TrustFailure, TrustProblem } from "./trust";
import { type ListedKey, listedKeyIndex, type TrustList } from "./trust-list";
import { type VerifyEs256, webVerifyEs256 } from "./verify-es256";

/** What signatures are checked with. */
export type TrustCrypto = {
	/** The platform's `crypto.subtle`: for the formats whose signatures are not JWTs. */
	readonly subtle: SubtleCrypto;
	/** Attestations by other means than `subtle`. */
	readonly verifyEs256?: VerifyEs256 | undefined;
};

export async function openTrust(
	bundle: VerifierBundle,
	{ subtle, verifyEs256 = webVerifyEs256(subtle) }: TrustCrypto,
): Promise<Result<Trust, TrustFailure>> {
	const parsed = verifierBundle.safeParse(bundle);
	if (!parsed.success) return refuse("bundle_malformed");
	const { root, keyset: keysetJwt, list: listJwt, status, delegations, crls, deny } = parsed.data;

	const problems: TrustProblem[] = [];
	let keyset: Keyset | undefined;
	let listed: OpenedList = {};
	if (keysetJwt) {
		const opened = await openKeyset(keysetJwt, root);
		if (!opened.ok) return refuse(`keyset_${opened.error}`);
		keyset = opened.value;
	}
	// The platform digests on a thread of its own while this one reads the claims, and not before: the signatures would
	// wait for it.
	let digesting: ReturnType<typeof digestFile> | undefined;
	if (keyset && listJwt) {
		const found = await openList(listJwt, keyset, () => {
			digesting = deny ? digestFile(deny, subtle) : undefined;
		});
		if (found === "malformed") return refuse("list_malformed");
		if (!found.list) problems.push({ code: "list_untrusted", subject: String(found.retired?.seq ?? "") });
		listed = found;
	}
	const { list, retired } = listed;
	const content: Omit<Trust, symbol> = {
		bundle: parsed.data,
		root,
		keyset,
		list,
		retired,
		denied: list?.denied ?? retired?.denied ?? [],
		statusLists: keyset && listJwt ? await openStatusLists(status ?? {}, { keyset, list, problems }) : new Map(),
		delegations: indexDelegations(delegations ?? [], problems),
		listedKeys: indexListedKeys(list),
		crls: new Map(Object.entries(crls ?? {})),
		...readDeny(await digesting, { list, bundle: parsed.data, problems }),
		problems,
		subtle,
		verifyEs256,
	};
	return ok(Object.freeze(content) as Trust);
}

/** The deny file that the list in use names, or the one that an earlier list named when it came (TL-3). */
function readDeny(
	file: DigestedFile | undefined,
	{ list, bundle, problems }: { list: TrustList | undefined; bundle: VerifierBundle; problems: TrustProblem[] },
): Pick<Trust, "deny" | "denyIsCurrent"> {
	const named = list?.deny;
	const { deny: given, denySha256: known } = bundle;
	const current = named && file && openDenyFile(file, named);
	if (current) return { deny: current, denyIsCurrent: true };
	// A list in use that names no file has nobody denied by one.
	const denied = !list || named !== undefined;
	const earlier = denied && known ? openDenyFile(file, { sha256: known }) : undefined;
	if (given && named && !earlier) problems.push({ code: "deny_file_unusable", subject: named.uri });
	return { deny: earlier, denyIsCurrent: false };
}

function refuse(code: TrustFailure["code"]): Result<never, TrustFailure> {
	return err({ code, retryable: false });
}

const delegationCnf = z.object({ cnf: z.object({ jwk: z.object({ x: z.string(), y: z.string() }) }) });

/** By device kid. Reads without trusting: a wrong signature or claim is found when the delegation is used. */
function indexDelegations(
	jwts: readonly string[],
	problems: TrustProblem[],
): ReadonlyMap<string, readonly CachedDelegation[]> {
	const index = new Map<string, CachedDelegation[]>();
	for (const [place, jwt] of jwts.entries()) {
		const signerKid = readSignerKid(jwt);
		const deviceKid = signerKid === undefined ? undefined : readDeviceKid(jwt);
		if (signerKid === undefined || deviceKid === undefined) {
			problems.push({ code: "delegation_unusable", subject: String(place) });
			continue;
		}
		const known = index.get(deviceKid) ?? [];
		known.push({ signerKid, jwt });
		index.set(deviceKid, known);
	}
	return index;
}

/** §3: the header is exactly these three members, without white space. */
function readSignerKid(jwt: string): string | undefined {
	const kid = readHeader(jwt, "delegation+jwt")?.kid;
	const exact = base64url(utf8(JSON.stringify({ alg: "ES256", typ: "delegation+jwt", kid })));
	return jwt.split(".")[0] === exact ? kid : undefined;
}

function readDeviceKid(jwt: string): string | undefined {
	try {
		const claims = delegationCnf.safeParse(decodeJwt(jwt));
		return claims.success ? kidOf(claims.data.cnf.jwk) : undefined;
	} catch {
		return undefined; // not a JWT; the caller notes it
	}
}

function indexListedKeys(list: TrustList | undefined): ReadonlyMap<string, readonly ListedKey[]> {
	const index = new Map<string, ListedKey[]>();
	for (const key of list?.keys ?? []) {
		if (key.use !== "dcc" && key.use !== "shc" && key.use !== "2ddoc") continue;
		// Only SMART Health Cards name their issuer in the pass (V-5); elsewhere `iss` is a label.
		const name = listedKeyIndex(key.use, key.kid, key.use === "shc" ? key.iss : "");
		const known = index.get(name);
		if (known) known.push(key);
		else index.set(name, [key]);
	}
	return index;
}
