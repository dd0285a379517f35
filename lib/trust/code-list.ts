/**
 * The published code lists of one expiry day (spec CC-8), `/trust/codes/<YYYY-MM-DD>.jwt`: truncated hashes of the
 * check codes that were revoked and of those that were registered, so that a door can look both up without asking
 * anybody about a person. Signed by a `status` key, like the status lists that do the same for attestations.
 */
import { z } from "zod";
import { type Bytes, fromBase64url } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { openDocument } from "./signed-document";
import type { Keyset } from "./trust";

export const CODE_LIST_TYP = "code-list+jwt";

/** b64u of sorted 8-byte hashes, end to end: what `sortCodeHashes` of lib/checkcode/code-hash.ts makes. */
const hashes = z.string().regex(/^[A-Za-z0-9_-]*$/);

const codeListClaims = z.object({
	iss: z.string(),
	/** UTC day of the codes' expiry slots (CC-1). */
	day: z.iso.date(),
	iat: z.int().nonnegative(),
	revoked: hashes,
	registered: hashes,
});

export type CodeList = {
	readonly day: string;
	readonly iat: NumericDate;
	/** For `hasCodeHash`. */
	readonly revoked: Bytes;
	readonly registered: Bytes;
};

/** Undefined for a list of another day, one that no `status` key signed, or one that does not parse. */
export async function openCodeList(
	jwt: string,
	expected: { readonly day: string; readonly keyset: Keyset },
): Promise<CodeList | undefined> {
	const document = await openDocument(jwt, { typ: CODE_LIST_TYP, use: "status", keys: expected.keyset.keys });
	const claims = document.ok ? codeListClaims.safeParse(document.value.claims).data : undefined;
	if (claims === undefined || claims.day !== expected.day) return undefined;
	const revoked = fromBase64url(claims.revoked);
	const registered = fromBase64url(claims.registered);
	if (revoked === undefined || registered === undefined) return undefined;
	return { day: claims.day, iat: claims.iat, revoked, registered };
}
