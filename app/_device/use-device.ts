"use client";

import { useEffect } from "react";
import { loadDevice } from "@/lib/device/identity/device-store";
import { enrolledAs, markEnrolled } from "@/lib/device/identity/enrolled-mark";
import type { StoredDevice } from "@/lib/device/identity/stored-device";
import type { DeviceRole } from "@/lib/protocol/device-kit";
import { useLive } from "./use-live";

export type DeviceState =
	| { readonly state: "loading" | "failed" }
	/** `was`: what it was enrolled as before its data were deleted; undefined where it never was, or nobody can tell. */
	| { readonly state: "none"; readonly was: DeviceRole | undefined }
	| { readonly state: "enrolled"; readonly device: StoredDevice };

const query = () => loadDevice();

/** The enrolled device of this browser, following enrolments and renewals of other tabs. */
export function useDevice(): DeviceState {
	const live = useLive(query);
	const role = live.state === "ready" ? live.value?.role : undefined;
	useEffect(() => {
		if (role !== undefined) besideDatabase((storage) => markEnrolled(role, storage));
	}, [role]);
	if (live.state !== "ready") return live;
	return live.value === undefined
		? { state: "none", was: besideDatabase(enrolledAs) }
		: { state: "enrolled", device: live.value };
}

function besideDatabase<Value>(use: (storage: Storage) => Value): Value | undefined {
	try {
		return use(window.localStorage);
	} catch {
		return undefined; // storage refused or full: then nobody can tell
	}
}
