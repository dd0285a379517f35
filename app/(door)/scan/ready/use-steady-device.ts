"use client";

import { useEffect, useState } from "react";
import { type DeviceState, useDevice } from "@/app/_device/use-device";
import type { StoredDevice } from "@/lib/device/identity/stored-device";
import { goToMemory, keepStandIn, returnToDisk, storageState } from "@/lib/device/store/stand-in";

/** How often a disk that refused is tried again. */
const RETURN_MS = 60_000;

/**
 * The device of this page. One that was enrolled stays so for as long as the page does: nothing in the app ends an
 * enrolment, so a database that no longer has it was deleted, and the door goes on from memory (ND-3).
 */
export function useSteadyDevice(): DeviceState {
	const device = useDevice();
	const [known, setKnown] = useState<StoredDevice>();
	if (device.state === "enrolled" && device.device !== known) setKnown(device.device);
	const enrolled = known !== undefined;
	const lost = enrolled && (device.state === "none" || device.state === "failed");
	useEffect(() => {
		if (!enrolled) return;
		keepStandIn();
		const timer = setInterval(() => void returnToDisk(), RETURN_MS);
		window.addEventListener("beforeunload", warnOfLoss);
		return () => {
			clearInterval(timer);
			window.removeEventListener("beforeunload", warnOfLoss);
		};
	}, [enrolled]);
	useEffect(() => {
		if (lost) goToMemory("gone");
	}, [lost]);
	return lost && known !== undefined ? { state: "enrolled", device: known } : device;
}

/** A page that works in memory takes everything with it. */
function warnOfLoss(event: BeforeUnloadEvent): void {
	if (storageState().state === "memory") event.preventDefault();
}
