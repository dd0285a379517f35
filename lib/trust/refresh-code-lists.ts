/**
 * The published code lists (spec CC-8): what a door looks revoked and registered codes up in, without telling anybody
 * which. The same days are fetched by every door, whatever it admitted.
 */
import { utcDay } from "@/lib/shared/civil-day";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { openCodeList } from "./code-list";
import { type FetchPort, fetchFile } from "./fetch-file";
import type { ListStore } from "./list-store";
import type { Keyset } from "./trust";
import { codesFile } from "./trust-file";

/** A door remembers the codes that it accepted for seven days, and holds keys for the next ten (CC-4, CC-8). */
const DAYS_BACK = 7;
const DAYS_AHEAD = 10;

export type CodeListPorts = { readonly store: ListStore; readonly fetch: FetchPort };

/** Fetches the lists of all days that matter at `now`, and forgets those that no longer do. */
export async function refreshCodeLists(
	{ keyset, now }: { readonly keyset: Keyset; readonly now: NumericDate },
	ports: CodeListPorts,
): Promise<void> {
	const days: string[] = [];
	for (let i = -DAYS_BACK; i <= DAYS_AHEAD; i++) days.push(utcDay(now + i * DAY));
	for (const day of days) await refreshDay(day, keyset, ports);
	await ports.store.keepCodeLists(days);
}

async function refreshDay(day: string, keyset: Keyset, { store, fetch }: CodeListPorts): Promise<void> {
	const name = codesFile(day);
	const cached = await store.file(name);
	const fetched = await fetchFile({ name, uri: `/trust/${name}`, cached }, fetch);
	if (fetched.state !== "fetched") return;
	const list = await openCodeList(fetched.file.text, { day, keyset });
	if (list === undefined) return;
	const before = cached && (await openCodeList(cached.text, { day, keyset }));
	// An older list would forget a revocation.
	if (before === undefined || list.iat >= before.iat) await store.putCodeList(fetched.file);
}
