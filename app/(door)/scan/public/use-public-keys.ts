"use client";

import { useState } from "react";
import { fetchPublicLists } from "@/lib/device/door/public-door";
import type { KeyUpdate } from "../keys/use-key-update";

/** One refresh of the public lists on request. `onDone`: whoever is in view is judged again. */
export function usePublicKeys(onDone: () => void): KeyUpdate {
	const [state, setState] = useState<KeyUpdate["state"]>("idle");
	const run = async () => {
		setState("busy");
		setState((await fetchPublicLists()).ok ? "updated" : "failed");
		onDone();
	};
	return { state, start: () => void run() };
}
