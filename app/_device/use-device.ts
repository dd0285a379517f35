"use client";

import { loadDevice } from "@/lib/device/identity/device-store";
import type { StoredDevice } from "@/lib/device/identity/stored-device";
import { useLive } from "./use-live";

export type DeviceState =
	| { readonly state: "loading" | "none" | "failed" }
	| { readonly state: "enrolled"; readonly device: StoredDevice };

const query = () => loadDevice();

/** The enrolled device of this browser, following enrolments and renewals of other tabs. */
export function useDevice(): DeviceState {
	const live = useLive(query);
	if (live.state !== "ready") return live;
	return live.value === undefined ? { state: "none" } : { state: "enrolled", device: live.value };
}
