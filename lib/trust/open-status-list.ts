/**
 * Status lists under a keyset (spec TL-5, TL-6): signed by a `status` key in force, and about the id that they stand for.
 */
import { openDocument } from "./signed-document";
import { type OpenedStatusList, readStatusList, statusListClaims } from "./status-list";
import type { Keyset, TrustProblem } from "./trust";
import type { TrustList } from "./trust-list";

/** A status list that is not signed by a `status` key, or is about another subject, is set aside. */
export async function openStatusLists(
	status: Readonly<Record<string, string>>,
	{ keyset, list, problems }: StatusContext & { problems: TrustProblem[] },
): Promise<ReadonlyMap<string, OpenedStatusList>> {
	const lists = new Map<string, OpenedStatusList>();
	for (const [id, jwt] of Object.entries(status)) {
		const opened = await openStatusList(id, jwt, { keyset, list });
		if (opened) lists.set(id, opened);
		else problems.push({ code: "status_list_unusable", subject: id });
	}
	return lists;
}

/** The list in use says which subject belongs to which id. */
export type StatusContext = { readonly keyset: Keyset; readonly list: TrustList | undefined };

/** Undefined for a list that no `status` key in force signed, that is about another subject, or does not unpack. */
export async function openStatusList(
	id: string,
	jwt: string,
	{ keyset, list }: StatusContext,
): Promise<OpenedStatusList | undefined> {
	const document = await openDocument(jwt, { typ: "statuslist+jwt", use: "status", keys: keyset.keys });
	const claims = document.ok ? statusListClaims.safeParse(document.value.claims).data : undefined;
	return claims && isAbout(id, claims.sub, list) ? readStatusList(id, claims) : undefined;
}

/**
 * Whether a status list with this `sub` may stand for `id`: one list served in the place of another would hide what was
 * revoked. An id that the trust list does not announce has no address to compare, so there any subject will do that is
 * not another list's.
 */
function isAbout(id: string, sub: string | undefined, list: TrustList | undefined): boolean {
	if (sub === undefined) return false;
	if (sub === id) return true;
	const { status } = list ?? { status: [] };
	const own = status.find((entry) => entry.id === id);
	return own ? own.uri === sub : !status.some((entry) => entry.id === sub || entry.uri === sub);
}
