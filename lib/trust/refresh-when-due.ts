/**
 * Refreshes the key lists now and then. They are static files that may come from elsewhere than the portal, so their
 * failure says nothing about it.
 */
import { MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import type { ValueStore } from "@/lib/shared/value-store";
import { refreshCodeLists } from "./refresh-code-lists";
import { type RefreshPorts, refreshLists } from "./refresh-lists";

const EVERY = 15 * MINUTE;
const AFTER_FAILURE = 2 * MINUTE;

export type LastRefresh = { readonly at: NumericDate; readonly outcome: "refreshed" | "failed" };

export type DueRefreshPorts = RefreshPorts & {
	readonly last: ValueStore<LastRefresh>;
	/** Whether this device judges typed codes. */
	readonly codeLists: boolean;
};

const nextRefresh = ({ at, outcome }: LastRefresh): NumericDate =>
	at + (outcome === "refreshed" ? EVERY : AFTER_FAILURE);

/** Refreshes if it is time to. Answers when it is time again. */
export async function refreshWhenDue(ports: DueRefreshPorts): Promise<NumericDate> {
	const now = ports.now();
	const last = await ports.last.read();
	// A last refresh in the future was noted by a clock that has been set back since.
	if (last !== undefined && last.at <= now && now < nextRefresh(last)) return nextRefresh(last);
	const refreshed = await refreshLists(ports);
	const done = refreshed.ok && refreshed.value.refused === undefined;
	const noted = await ports.last.change(() => ({ at: now, outcome: done ? "refreshed" : "failed" }) as const);
	const keyset = refreshed.ok ? refreshed.value.trust.keyset : undefined;
	if (ports.codeLists && keyset !== undefined) await refreshCodeLists({ keyset, now }, ports);
	return nextRefresh(noted);
}
