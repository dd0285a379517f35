"use client";

import { useSyncExternalStore } from "react";
import { followStorage, type StorageState, storageState } from "@/lib/device/store/stand-in";

const DISK: StorageState = { state: "disk" };

/** Where this page keeps what it writes. */
export function useStorage(): StorageState {
	return useSyncExternalStore(followStorage, storageState, () => DISK);
}
