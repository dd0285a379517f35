import "client-only";
import { utcDay } from "@/lib/shared/civil-day";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { openCodeList } from "@/lib/trust/code-list";
import type { Keyset, Trust } from "@/lib/trust/trust";
import { database, type RelaisDatabase } from "../store/database";
import { codesFile } from "./bundle-cache";
import { fetchTrustFile } from "./trust-fetch";

/**
 * The published code lists (spec CC-8): what a door looks revoked and registered codes up in, without telling anybody
 * which. The same days are fetched by every door, whatever it admitted.
 */

/** A door remembers the codes that it accepted for seven days, and holds keys for the next ten (CC-4, CC-8). */
const DAYS_BACK = 7;
const DAYS_AHEAD = 10;

/** Fetches the lists of all days that matter at `now`, and forgets those that no longer do. */
export async function refreshCodeLists(trust: Trust, at: { now: NumericDate; db?: RelaisDatabase }): Promise<void> {
	const db = at.db ?? database();
	if (trust.keyset === undefined) return;
	const days: string[] = [];
	for (let i = -DAYS_BACK; i <= DAYS_AHEAD; i++) days.push(utcDay(at.now + i * DAY));
	for (const day of days) await refreshDay(day, trust.keyset, db);
	const wanted = new Set(days.map(codesFile));
	await db.trust
		.where("name")
		.startsWith("codes/")
		.and((row) => !wanted.has(row.name))
		.delete();
}

async function refreshDay(day: string, keyset: Keyset, db: RelaisDatabase): Promise<void> {
	const name = codesFile(day);
	const cached = await db.trust.get(name);
	const url = new URL(`/trust/${name}`, globalThis.location.origin);
	const fetched = await fetchTrustFile({ name, url, cached });
	if (fetched.state !== "fetched") return;
	const list = await openCodeList(fetched.row.text, { day, keyset });
	if (list === undefined) return;
	const before = cached && (await openCodeList(cached.text, { day, keyset }));
	// An older list would forget a revocation.
	if (before === undefined || list.iat >= before.iat) await db.trust.put(fetched.row);
}
