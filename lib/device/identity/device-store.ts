import "client-only";
import Dexie from "dexie";
import type { DeviceKit } from "@/lib/protocol/device-kit";
import { database, type RelaisDatabase } from "../store/database";
import type { DeviceRow, PendingEnrolmentRow } from "../store/rows";
import { wipeSecrets } from "../store/vault/slots";
import type { VaultRow } from "../store/vault/vault-row";
import { heldKeys, onDuty } from "./held-keys";
import { withOpenCodes, withSealedCodes } from "./sealed-codes";
import type { StoredDevice, UnlockedDevice } from "./stored-device";
import { makeTransportKey, type TransportKey } from "./transport-key";

/** The device row, its vault and the enrolment under way: nothing but this, kit-store.ts and vault/ writes `device`. */

export async function loadDeviceRow(db: RelaisDatabase = database()): Promise<DeviceRow | undefined> {
	const row = await db.device.get("device");
	return row?.id === "device" ? row : undefined;
}

export async function loadDevice(db: RelaisDatabase = database()): Promise<StoredDevice | undefined> {
	const row = await loadDeviceRow(db);
	return row && withoutKeys(row);
}

export function withoutKeys(row: DeviceRow): StoredDevice {
	const { id: _id, privateKey: _signing, storageKey: _storage, fresh: _fresh, sealedCodes: _codes, ...device } = row;
	return device;
}

/** With its keys: a door or a train always, a counter while it is unlocked. */
export async function loadUnlocked(db: RelaisDatabase = database()): Promise<UnlockedDevice | undefined> {
	const row = await loadDeviceRow(db);
	if (row === undefined) return undefined;
	if (row.role !== "counter") {
		const { privateKey, storageKey } = row;
		if (privateKey === undefined || storageKey === undefined) return undefined;
		return { ...withoutKeys(row), privateKey, storageKey };
	}
	const keys = heldKeys(db.name);
	if (keys?.thumbprint !== row.thumbprint) return undefined;
	const { signingKey: privateKey, storageKey } = keys;
	const who = onDuty(db.name);
	const device = withoutKeys(await withOpenCodes(row, storageKey));
	return { ...device, privateKey, storageKey, ...(who === undefined ? {} : { onDuty: who }) };
}

/** The key that sends while a counter is locked; one of an earlier version gets it here. */
export function transportKeyOf(db: RelaisDatabase = database()): Promise<TransportKey | undefined> {
	return db.transaction("rw", db.device, async () => {
		const row = await loadDeviceRow(db);
		if (row?.role !== "counter" || row.transport !== undefined) return row?.transport;
		const transport = await Dexie.waitFor(makeTransportKey());
		const next: DeviceRow = { ...row, transport };
		await db.device.put(next);
		return transport;
	});
}

export async function loadVault(db: RelaisDatabase = database()): Promise<VaultRow | undefined> {
	const row = await db.device.get("vault");
	return row?.id === "vault" ? row : undefined;
}

export async function loadPendingEnrolment(db: RelaisDatabase = database()): Promise<PendingEnrolmentRow | undefined> {
	const row = await db.device.get("pending");
	return row?.id === "pending" ? row : undefined;
}

export async function savePendingEnrolment(row: PendingEnrolmentRow, db: RelaisDatabase = database()): Promise<void> {
	await db.device.put(row);
}

/** The keys of an enrolment: for use now, and sealed for a vault. */
export type DeviceKeys = Pick<UnlockedDevice, "privateKey" | "publicJwk" | "thumbprint" | "storageKey"> &
	Required<Pick<PendingEnrolmentRow, "fresh" | "transport">>;

/**
 * The enrolment is confirmed: the kit becomes the device, the pending row goes, in one transaction. A counter keeps its
 * keys sealed until it has a passphrase; a door keeps them ready for use.
 */
export async function saveEnrolledDevice(
	options: { kit: DeviceKit; keys: DeviceKeys; now: number },
	db: RelaisDatabase = database(),
): Promise<StoredDevice> {
	const { kit, keys, now } = options;
	const { serverTime: _, ...parts } = kit;
	const { fresh, transport, privateKey, storageKey, publicJwk, thumbprint } = keys;
	const device: StoredDevice = { ...parts, publicJwk, thumbprint, enrolledAt: now, kitAt: now };
	const row = await withSealedCodes({ id: "device", ...device }, storageKey);
	await db.transaction("rw", db.device, async () => {
		// What an earlier enrolment of this browser sealed stays readable.
		const earlier = (await loadDeviceRow(db))?.storageKey;
		const own = kit.role === "counter" ? { fresh, transport } : { privateKey, storageKey: earlier ?? storageKey };
		const kept = kit.role === "counter" && earlier !== undefined ? { storageKey: earlier } : {};
		await db.device.put({ ...row, ...own, ...kept });
		await db.device.delete("pending");
	});
	if (kit.role !== "counter") await wipeSecrets([fresh.slot], db);
	return device;
}
