import type { DeviceRow } from "../store/database";

/** This device as enrolled: what it was given, and its keys. */
export type StoredDevice = Omit<DeviceRow, "id">;

/** What a door has to know of its device. */
export type DoorDevice = Pick<StoredDevice, "deviceId" | "role" | "label" | "codeKeys" | "assignments">;
