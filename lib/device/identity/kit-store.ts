import "client-only";
import { z } from "zod";
import type { KitStore } from "@/lib/kit/kit-store";
import { uuid } from "@/lib/protocol/fields";
import { type DeviceRow, database, type RelaisDatabase } from "../store/database";
import { factStore } from "../store/facts";
import { loadDevice } from "./device-store";

const REQUEST_FACT = "kit-request";
const request = z.object({ key: uuid, start: z.string().optional() });
/** What an earlier version left is a key alone: it belongs to no start of a counter. */
const parseRequest = (value: unknown) => request.safeParse(typeof value === "string" ? { key: value } : value).data;

/** The contract of a kit store on IndexedDB: the kit is part of the device's row. */
export function indexedDbKitStore(db: RelaisDatabase = database()): KitStore {
	return {
		load: () => loadDevice(db),
		async requestKey(fresh, start) {
			const asked = await factStore(REQUEST_FACT, parseRequest, db).change((stored) =>
				stored === undefined || stored.start !== start ? { key: fresh, start } : stored,
			);
			return asked.key;
		},
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
