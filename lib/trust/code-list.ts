/**
 * The published code list of one expiry day (spec CC-8), `/trust/codes/<YYYY-MM-DD>.jwt`: the check codes that were
 * revoked and those that were registered, so that a door can look both up without asking anybody about a person. Signed
 * by a `status` key, like the status lists that do the same for attestations. Read strictly; its age is not looked at.
 */
import { z } from "zod";
import { type Bytes, fromBase64url } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { isPacked } from "@/lib/shared/sorted-entries";
import { openDocument } from "./signed-document";
import type { Keyset } from "./trust";

export const CODE_LIST_TYP = "code-list+jwt";
/** Bytes of an entry (CC-8). */
const REVOKED_WIDTH = 6;
const HASH_WIDTH = 3;

/** b64u of entries of this width in rising order, end to end. */
const entries = (width: number) =>
	z.string().transform((text, context): Bytes => {
		const bytes = fromBase64url(text);
		if (bytes !== undefined && isPacked(bytes, width)) return bytes;
		context.addIssue("not whole entries in rising order");
		return z.NEVER;
	});

const codeListClaims = z.object({
	iss: z.string(),
	/** UTC day of the codes' expiry slots (CC-1). */
	day: z.iso.date(),
	iat: z.int().nonnegative(),
	revoked: entries(REVOKED_WIDTH),
	/** Revoked before the authority kept what `revoked` needs; absent for none. */
	revokedHashes: entries(HASH_WIDTH).optional(),
	registered: entries(HASH_WIDTH),
});

export type CodeList = {
	readonly day: string;
	readonly iat: NumericDate;
	/** For `isRevokedCode` of lib/checkcode/revoked-codes.ts. */
	readonly revoked: Bytes;
	/** Sorted hashes of lib/checkcode/code-hash.ts, of codes as printed: finds no code that was changed. */
	readonly revokedHashes: Bytes;
	/** Such hashes too. */
	readonly registered: Bytes;
	/** What was signed, as it came: tells another list of the same `iat`. */
	readonly payload: string;
};

/** Undefined for a list of another day, one that no `status` key signed, or one that does not parse. */
export async function openCodeList(
	jwt: string,
	expected: { readonly day: string; readonly keyset: Keyset },
): Promise<CodeList | undefined> {
	const document = await openDocument(jwt, { typ: CODE_LIST_TYP, use: "status", keys: expected.keyset.keys });
	const claims = document.ok ? codeListClaims.safeParse(document.value.claims).data : undefined;
	if (!document.ok || claims === undefined || claims.day !== expected.day) return undefined;
	const { day, iat, revoked, revokedHashes = new Uint8Array(), registered } = claims;
	return { day, iat, revoked, revokedHashes, registered, payload: document.value.payload };
}
