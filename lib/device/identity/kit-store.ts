import "client-only";
import Dexie from "dexie";
import { z } from "zod";
import type { KitStore } from "@/lib/kit/kit-store";
import { uuid } from "@/lib/protocol/fields";
import { database, type RelaisDatabase } from "../store/database";
import { factStore } from "../store/facts";
import type { DeviceRow } from "../store/rows";
import { loadDeviceRow, withoutKeys } from "./device-store";
import { heldKeys } from "./held-keys";
import { withOpenCodes, withSealedCodes } from "./sealed-codes";

const REQUEST_FACT = "kit-request";
const request = z.object({ key: uuid, start: z.string().optional() });
/** What an earlier version left is a key alone: it belongs to no start of a counter. */
const parseRequest = (value: unknown) => request.safeParse(typeof value === "string" ? { key: value } : value).data;

/** The contract of a kit store on IndexedDB: the kit is part of the device's row. */
export function indexedDbKitStore(db: RelaisDatabase = database()): KitStore {
	return {
		async load() {
			const row = await loadDeviceRow(db);
			const storageKey = row && storageKeyOf(row, db);
			return row && withoutKeys(storageKey === undefined ? row : await withOpenCodes(row, storageKey));
		},
		async requestKey(fresh, start) {
			const asked = await factStore(REQUEST_FACT, parseRequest, db).change((stored) =>
				stored === undefined || stored.start !== start ? { key: fresh, start } : stored,
			);
			return asked.key;
		},
		renew: (merge) =>
			db.transaction("rw", db.device, db.facts, async () => {
				const row = await loadDeviceRow(db);
				if (row === undefined) return undefined;
				// A counter that was locked while the answer was on its way asks again, with the same key, once it is open.
				const storageKey = storageKeyOf(row, db);
				if (storageKey === undefined) return undefined;
				const renewed = merge(await Dexie.waitFor(withOpenCodes(row, storageKey)));
				await db.device.put(await Dexie.waitFor(withSealedCodes(renewed, storageKey)));
				await db.facts.delete(REQUEST_FACT);
				return withoutKeys(renewed);
			}),
	};
}

function storageKeyOf(row: DeviceRow, db: RelaisDatabase): CryptoKey | undefined {
	return row.role === "counter" ? heldKeys(db.name)?.storageKey : row.storageKey;
}
