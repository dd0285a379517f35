import "client-only";
import type { KitStore } from "@/lib/kit/kit-store";
import { uuid } from "@/lib/protocol/fields";
import { type DeviceRow, database, type RelaisDatabase } from "../store/database";
import { factStore } from "../store/facts";
import { loadDevice } from "./device-store";

const REQUEST_FACT = "kit-request";
const parseKey = (value: unknown): string | undefined => uuid.safeParse(value).data;

/** The contract of a kit store on IndexedDB: the kit is part of the device's row. */
export function indexedDbKitStore(db: RelaisDatabase = database()): KitStore {
	return {
		load: () => loadDevice(db),
		requestKey: (fresh) => factStore(REQUEST_FACT, parseKey, db).change((stored) => stored ?? fresh),
		renew: (merge) =>
			db.transaction("rw", db.device, db.facts, async () => {
				const row = await db.device.get("device");
				if (row?.id !== "device") return undefined;
				const renewed: DeviceRow = merge(row);
				await db.device.put(renewed);
				await db.facts.delete(REQUEST_FACT);
				return renewed;
			}),
	};
}
