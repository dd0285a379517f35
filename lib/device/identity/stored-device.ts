import type { DeviceRow } from "../store/database";

/** This device as enrolled: what it was given, and its keys. */
export type StoredDevice = Omit<DeviceRow, "id">;
