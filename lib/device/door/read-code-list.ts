import "client-only";
import { type CodeList, openCodeList } from "@/lib/trust/code-list";
import type { Trust } from "@/lib/trust/trust";
import { database, type RelaisDatabase } from "../store/database";
import { loadCodeList } from "../trust/list-store";

/** The cached code list of a UTC day (CC-8), when its signature holds under the cached keyset. */
export async function readCodeList(
	day: string,
	trust: Trust | undefined,
	db: RelaisDatabase = database(),
): Promise<CodeList | undefined> {
	const jwt = await loadCodeList(day, db);
	if (jwt === undefined || trust?.keyset === undefined) return undefined;
	return openCodeList(jwt, { day, keyset: trust.keyset });
}
