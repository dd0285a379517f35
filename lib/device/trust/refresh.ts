import "client-only";
import { z } from "zod";
import type { Task } from "@/lib/outbox/run-tasks";
import type { Result } from "@/lib/shared/result";
import { type RefreshedLists, type RefreshFailure, type RefreshPorts, refreshLists } from "@/lib/trust/refresh-lists";
import { type LastRefresh, refreshWhenDue } from "@/lib/trust/refresh-when-due";
import { loadDevice } from "../identity/device-store";
import { database, type RelaisDatabase } from "../store/database";
import { factStore } from "../store/facts";
import { clockStore, deviceNow } from "./clock";
import { fetchPublished } from "./fetch-published";
import { indexedDbListStore } from "./list-store";

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

const parseLast = (value: unknown): LastRefresh | undefined =>
	z.object({ at: z.number(), outcome: z.enum(["refreshed", "failed"]) }).safeParse(value).data;

/** Never reports the link as failed: the files may come from elsewhere than the portal. */
export const trustTask: Task = async () => {
	const device = await loadDevice();
	if (device === undefined) return { state: "idle" };
	const last = factStore("trust-tried", parseLast);
	const ports = await refreshPorts(database());
	const again = await refreshWhenDue({ ...ports, last, codeLists: device.role !== "counter" });
	return { state: "idle", again };
};
