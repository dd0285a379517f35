/**
 * A trust list under a keyset (spec TL-1, TL-6): verified, or what is left of one whose signer is gone.
 */
import { decodeJwt } from "jose";
import { openDocument, type SignedDocument } from "./signed-document";
import type { Keyset } from "./trust";
import { type RetiredList, retiredListClaims, type TrustList, trustListClaims } from "./trust-list";

/** `list`: verifies. `retired`: what is left of one that does not, where that can be read. */
export type OpenedList = { readonly list?: TrustList; readonly retired?: RetiredList | undefined };

/** `onRead` is called once the signature was looked at and before the claims are read. */
export async function openList(jwt: string, keyset: Keyset, onRead?: () => void): Promise<OpenedList | "malformed"> {
	const document = await openDocument(jwt, { typ: "trust-list+jwt", use: "list", keys: keyset.keys });
	onRead?.();
	if (document.ok) {
		const list = readList(document.value);
		return list ? { list } : "malformed";
	}
	if (document.error === "malformed") return "malformed";
	return { retired: retiredListClaims.safeParse(readClaims(jwt)).data };
}

/** The claims of a JWT whose signature nobody vouches for any more. */
function readClaims(jwt: string): unknown {
	try {
		return decodeJwt(jwt);
	} catch {
		return undefined; // damaged: no claims
	}
}

function readList({ claims, payload }: SignedDocument): TrustList | undefined {
	const parsed = trustListClaims.safeParse(claims);
	return parsed.success ? { ...parsed.data, payload } : undefined;
}
