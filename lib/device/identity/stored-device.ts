import type { DeviceRow } from "../store/rows";
import type { OnDuty } from "./held-keys";

/** This device as enrolled: what it was given. A counter's keys, those of its codes too, come with `loadUnlocked` only. */
export type StoredDevice = Omit<DeviceRow, "id" | "privateKey" | "storageKey" | "fresh" | "sealedCodes">;

/** The device with the keys that it signs and seals with. Of a counter it exists in memory only, while it is unlocked. */
export type UnlockedDevice = StoredDevice & {
	/** ES256, usage `sign`. */
	readonly privateKey: CryptoKey;
	/** AES-256-GCM for what is kept about people. */
	readonly storageKey: CryptoKey;
	/** Who is at a counter, where its professionals are listed (VA-7). */
	readonly onDuty?: OnDuty;
};

/** What a door has to know of its device. */
export type DoorDevice = Pick<StoredDevice, "deviceId" | "role" | "label" | "codeKeys" | "assignments">;
