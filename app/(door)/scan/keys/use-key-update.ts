"use client";

import { useState } from "react";
import { refreshBundle } from "@/lib/device/trust/refresh";

export type KeyUpdate = { readonly state: "idle" | "busy" | "updated" | "failed"; readonly start: () => void };

/** One refresh of the key lists on request. `onDone`: whoever is in view is judged again, by the new lists. */
export function useKeyUpdate(onDone: () => void): KeyUpdate {
	const [state, setState] = useState<KeyUpdate["state"]>("idle");
	const run = async () => {
		setState("busy");
		const refreshed = await refreshBundle();
		setState(refreshed.ok && refreshed.value.refused === undefined ? "updated" : "failed");
		onDone();
	};
	return { state, start: () => void run() };
}
