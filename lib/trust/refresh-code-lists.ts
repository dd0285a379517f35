/**
 * The published code lists (spec CC-8): what a door looks revoked and registered codes up in, without telling anybody
 * which. The same days are fetched by every door, whatever it admitted.
 */
import { utcDay } from "@/lib/shared/civil-day";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { type CodeList, openCodeList } from "./code-list";
import { type FetchPort, fetchFile } from "./fetch-file";
import type { ListStore } from "./list-store";
import type { Keyset } from "./trust";
import { codesFile } from "./trust-file";

/** A door remembers the codes that it accepted for seven days, and holds keys for the next ten (CC-4, CC-8). */
const DAYS_BACK = 7;
const DAYS_AHEAD = 10;
/** TL-1: a list that claims a time this far ahead of the device's clock is refused. */
const FURTHEST_AHEAD = DAY;

export type CodeListPorts = { readonly store: ListStore; readonly fetch: FetchPort };

/** Fetches the lists of all days that matter at `now`, and forgets those that no longer do. */
export async function refreshCodeLists(
	{ keyset, now }: { readonly keyset: Keyset; readonly now: NumericDate },
	ports: CodeListPorts,
): Promise<void> {
	const days: string[] = [];
	for (let i = -DAYS_BACK; i <= DAYS_AHEAD; i++) days.push(utcDay(now + i * DAY));
	for (const day of days) await refreshDay(day, { keyset, now }, ports);
	await ports.store.keepCodeLists(days);
}

type Present = { readonly keyset: Keyset; readonly now: NumericDate };

async function refreshDay(day: string, present: Present, { store, fetch }: CodeListPorts): Promise<void> {
	const name = codesFile(day);
	const cached = await store.file(name);
	const fetched = await fetchFile({ name, uri: `/trust/${name}`, cached }, fetch);
	if (fetched.state !== "fetched") return;
	const list = await openCodeList(fetched.file.text, { day, keyset: present.keyset });
	const before = cached && (await openCodeList(cached.text, { day, keyset: present.keyset }));
	if (list !== undefined && mayReplace(before, list, present.now)) await store.putCodeList(fetched.file);
}

/**
 * Only a later list replaces one: an older one would forget a revocation, and of two with the same `iat` nobody could
 * say which is newer. One that was taken while this device's clock ran ahead does not keep the present ones out.
 */
function mayReplace(before: CodeList | undefined, list: CodeList, now: NumericDate): boolean {
	if (list.iat > now + FURTHEST_AHEAD) return false;
	if (before === undefined || before.iat > now + FURTHEST_AHEAD || list.iat > before.iat) return true;
	return list.iat === before.iat && list.payload === before.payload;
}
