/**
 * Opens a verifier bundle: keyset by the pinned root, trust list by a `list` key, status lists by `status` keys,
 * all `typ`s (TL-6). No foreign key is imported (TL-7). Ages, denials and validity periods are judged by
 * lib/verify; whether a newer bundle may replace this one by ./update.
 */
import { decodeJwt } from "jose";
import { z } from "zod";
import { base64url, utf8 } from "@/lib/shared/bytes";
import { kidOf } from "@/lib/shared/jwk-thumbprint";
import { err, ok, type Result } from "@/lib/shared/result";
import { type VerifierBundle, verifierBundle } from "./bundle";
import { digestFile, openDenyFile } from "./deny-file";
import { openKeyset } from "./keyset";
import { openDocument, readHeader, type SignedDocument } from "./signed-document";
import { type OpenedStatusList, readStatusList, statusListClaims } from "./status-list";
import type { CachedDelegation, Keyset, Trust, TrustFailure, TrustProblem } from "./trust";
import { type ListedKey, listedKeyIndex, type TrustList, trustListClaims } from "./trust-list";

/** `subtle` is the platform's `crypto.subtle`: for the formats whose signatures are not JWTs. */
export async function openTrust(
	bundle: VerifierBundle,
	{ subtle }: { readonly subtle: SubtleCrypto },
): Promise<Result<Trust, TrustFailure>> {
	const parsed = verifierBundle.safeParse(bundle);
	if (!parsed.success) return refuse("bundle_malformed");
	const { root, keyset: keysetJwt, list: listJwt, status, delegations, crls, deny } = parsed.data;

	let digesting: ReturnType<typeof digestFile> | undefined;
	let keyset: Keyset | undefined;
	let list: TrustList | undefined;
	if (keysetJwt) {
		const opened = await openKeyset(keysetJwt, root);
		if (!opened.ok) return refuse(`keyset_${opened.error}`);
		keyset = opened.value;
		if (listJwt) {
			const document = await openDocument(listJwt, { typ: "trust-list+jwt", use: "list", keys: keyset.keys });
			if (!document.ok) return refuse(`list_${document.error}`);
			// The platform digests on a thread of its own while this one reads the claims, and not before: the
			// signatures would wait for it.
			digesting = deny ? digestFile(deny, subtle) : undefined;
			list = readList(document.value);
			if (!list) return refuse("list_malformed");
		}
	}
	const problems: TrustProblem[] = [];
	const denyFile = digesting && list?.deny ? openDenyFile(await digesting, list.deny) : undefined;
	if (digesting && list?.deny && !denyFile) problems.push({ code: "deny_file_unusable", subject: list.deny.uri });
	const content: Omit<Trust, symbol> = {
		bundle: parsed.data,
		root,
		keyset,
		list,
		statusLists: keyset && list ? await openStatusLists(status ?? {}, { keyset, list, problems }) : new Map(),
		delegations: indexDelegations(delegations ?? [], problems),
		listedKeys: indexListedKeys(list),
		crls: new Map(Object.entries(crls ?? {})),
		deny: denyFile,
		problems,
		subtle,
	};
	return ok(Object.freeze(content) as Trust);
}

function refuse(code: TrustFailure["code"]): Result<never, TrustFailure> {
	return err({ code, retryable: false });
}

function readList({ claims, payload }: SignedDocument): TrustList | undefined {
	const parsed = trustListClaims.safeParse(claims);
	return parsed.success ? { ...parsed.data, payload } : undefined;
}

/** A status list that is not signed by a `status` key, or is about another subject, is set aside. */
async function openStatusLists(
	status: Readonly<Record<string, string>>,
	{ keyset, list, problems }: { keyset: Keyset; list: TrustList; problems: TrustProblem[] },
): Promise<ReadonlyMap<string, OpenedStatusList>> {
	const lists = new Map<string, OpenedStatusList>();
	for (const [id, jwt] of Object.entries(status)) {
		const document = await openDocument(jwt, { typ: "statuslist+jwt", use: "status", keys: keyset.keys });
		const claims = document.ok ? statusListClaims.safeParse(document.value.claims).data : undefined;
		const opened = claims && isAbout(id, claims.sub, list) ? readStatusList(id, claims) : undefined;
		if (opened) lists.set(id, opened);
		else problems.push({ code: "status_list_unusable", subject: id });
	}
	return lists;
}

/**
 * Whether a status list with this `sub` may stand for `id`: one list served in the place of another would hide what was
 * revoked. An id that the trust list does not announce has no address to compare, so there any subject will do that is
 * not another list's.
 */
function isAbout(id: string, sub: string | undefined, { status }: TrustList): boolean {
	if (sub === undefined || sub === id) return true;
	const own = status.find((entry) => entry.id === id);
	return own ? own.uri === sub : !status.some((entry) => entry.id === sub || entry.uri === sub);
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
