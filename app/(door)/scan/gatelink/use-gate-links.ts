"use client";

import { useEffect, useSyncExternalStore } from "react";
import type { AtWork } from "@/lib/device/door/gatelink/at-work";
import { type GateLinksView, gateLinks } from "@/lib/device/door/gatelink/gate-links";

const NONE: GateLinksView = { links: [], pairing: undefined };

/** The links of this page to other gates, as they are now. */
export function useGateLinks(): GateLinksView {
	const links = gateLinks();
	return useSyncExternalStore(links.subscribe, links.view, () => NONE);
}

/** Keeps the links to the post that this device is at, and tells the other gates what lists it has. */
export function useGateLinksAt({ gate, deviceId, trust }: AtWork): void {
	useEffect(() => gateLinks().workAt({ gate, deviceId, trust }), [gate, deviceId, trust]);
}
