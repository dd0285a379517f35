import "client-only";
import { equalBytes, utf8 } from "@/lib/shared/bytes";
import { digestNamed } from "@/lib/trust/deny-file";
import type { TrustList } from "@/lib/trust/trust-list";
import type { TrustFileRow } from "../store/database";
import { TRUST_FILES } from "./bundle-cache";
import { type FetchedFile, fetchTrustFile } from "./trust-fetch";

/**
 * The revocation lists of health cards that a trust list names. They are not signed: only the very file that the signed
 * list names by its digest is taken, and until it is there the cached one stays in use.
 */
export async function fetchCardRevocations(
	named: NonNullable<TrustList["crls"]>,
	cached: TrustFileRow | undefined,
): Promise<FetchedFile> {
	if (cached && (await isNamed(cached, named.sha256))) return { state: "unchanged", row: cached };
	const url = new URL(named.uri, globalThis.location.origin);
	const fetched = await fetchTrustFile({ name: TRUST_FILES.cardRevocations, url, cached: undefined });
	if (!("row" in fetched)) return fetched;
	return (await isNamed(fetched.row, named.sha256)) ? fetched : { state: "unreachable" };
}

async function isNamed({ text }: TrustFileRow, sha256: string): Promise<boolean> {
	const wanted = digestNamed(sha256);
	const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(text)));
	return wanted !== undefined && equalBytes(digest, wanted);
}
