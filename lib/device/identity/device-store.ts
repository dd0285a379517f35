import "client-only";
import type { DeviceKit } from "@/lib/protocol/device-kit";
import { type DeviceRow, database, type PendingEnrolmentRow, type RelaisDatabase } from "../store/database";
import type { StoredDevice } from "./stored-device";

/** The device row and the enrolment under way: nothing but this and kit-store.ts writes the table `device`. */

export async function loadDevice(db: RelaisDatabase = database()): Promise<StoredDevice | undefined> {
	const row = await db.device.get("device");
	return row?.id === "device" ? row : undefined;
}

export async function loadPendingEnrolment(db: RelaisDatabase = database()): Promise<PendingEnrolmentRow | undefined> {
	const row = await db.device.get("pending");
	return row?.id === "pending" ? row : undefined;
}

export async function savePendingEnrolment(row: PendingEnrolmentRow, db: RelaisDatabase = database()): Promise<void> {
	await db.device.put(row);
}

export type DeviceKeys = Pick<StoredDevice, "privateKey" | "publicJwk" | "thumbprint" | "storageKey">;

/** The enrolment is confirmed: the kit becomes the device, the pending row goes, in one transaction. */
export async function saveEnrolledDevice(
	options: { kit: DeviceKit; keys: DeviceKeys; now: number },
	db: RelaisDatabase = database(),
): Promise<StoredDevice> {
	const { kit, keys, now } = options;
	const { serverTime: _, ...parts } = kit;
	const row: DeviceRow = { id: "device", ...parts, ...keys, enrolledAt: now, kitAt: now };
	await db.transaction("rw", db.device, async () => {
		await db.device.put(row);
		await db.device.delete("pending");
	});
	return row;
}
