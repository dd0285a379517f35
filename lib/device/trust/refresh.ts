import "client-only";
import { z } from "zod";
import type { Task } from "@/lib/outbox/run-tasks";
import type { Result } from "@/lib/shared/result";
import type { FetchPort } from "@/lib/trust/fetch-file";
import type { ListStore } from "@/lib/trust/list-store";
import { refreshCodeLists } from "@/lib/trust/refresh-code-lists";
import { type RefreshedLists, type RefreshFailure, type RefreshPorts, refreshLists } from "@/lib/trust/refresh-lists";
import { type LastRefresh, refreshWhenDue } from "@/lib/trust/refresh-when-due";
import { loadDevice } from "../identity/device-store";
import { database, type RelaisDatabase } from "../store/database";
import { factStore } from "../store/facts";
import { clockStore, deviceNow } from "./clock";
import { fetchPublished } from "./fetch-published";
import { indexedDbListStore, pinnedRoot } from "./list-store";

/** The refresh of lib/trust on this browser's database, clock and network. */
async function refreshPorts(db: RelaisDatabase): Promise<RefreshPorts> {
	return {
		store: indexedDbListStore(db),
		fetch: fetchPublished,
		clock: clockStore(db),
		floor: (await loadDevice(db))?.published,
		now: deviceNow,
		subtle: crypto.subtle,
	};
}

/** Now, whether it is due or not: somebody asked, or the device has just been enrolled. */
export async function refreshBundle(db: RelaisDatabase = database()): Promise<Result<RefreshedLists, RefreshFailure>> {
	return refreshLists(await refreshPorts(db));
}

/**
 * Takes what another gate has that is newer, verified like any update. What the server said stays: only its own word
 * confirms that a list is current, and another gate's older keyset is no refused update of the authority's.
 */
export async function refreshBundleFrom(
	fetch: FetchPort,
	db: RelaisDatabase = database(),
): Promise<Result<RefreshedLists, RefreshFailure>> {
	const ports = await refreshPorts(db);
	const store: ListStore = {
		...ports.store,
		accept: async (accepted) => {
			await ports.store.accept({ ...accepted, confirmedAt: undefined, refused: await ports.store.refused() });
		},
	};
	const refreshed = await refreshLists({ ...ports, store, fetch });
	const keyset = refreshed.ok ? refreshed.value.trust.keyset : undefined;
	if (keyset !== undefined) await refreshCodeLists({ keyset, now: ports.now() }, { store, fetch });
	return refreshed;
}

const parseLast = (value: unknown): LastRefresh | undefined =>
	z.object({ at: z.number(), outcome: z.enum(["refreshed", "failed"]) }).safeParse(value).data;

/** Never reports the link as failed: the files may come from elsewhere than the portal. */
export const trustTask: Task = async () => {
	const device = await loadDevice();
	// A browser that was never enrolled may have pinned a root all the same (door/public-door.ts).
	if (device === undefined && (await pinnedRoot()) === undefined) return { state: "idle" };
	const last = factStore("trust-tried", parseLast);
	const ports = await refreshPorts(database());
	const again = await refreshWhenDue({ ...ports, last, codeLists: device !== undefined && device.role !== "counter" });
	return { state: "idle", again };
};
