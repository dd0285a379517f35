"use client";

import { useSyncExternalStore } from "react";
import { followOfflineCopy, type OfflineCopy, offlineCopy } from "@/lib/device/offline-copy/offline-copy";

const UNKNOWN: OfflineCopy = { state: "unknown" };

/** Whether this device could open the app without a network. */
export function useOfflineCopy(): OfflineCopy {
	return useSyncExternalStore(followOfflineCopy, offlineCopy, () => UNKNOWN);
}
