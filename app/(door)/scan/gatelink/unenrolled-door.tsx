"use client";

import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { readGate } from "@/lib/device/door/gate-choice";
import { guestDevice } from "@/lib/device/door/guest-device";
import type { DoorDevice } from "@/lib/device/identity/stored-device";
import { deviceNow } from "@/lib/device/trust/clock";
import { HandOver, HandOverOffer } from "./hand-over";

/**
 * A device that was never enrolled, or whose storage was emptied (GG-8): at the door once another gate has handed it a
 * post, otherwise told what there is to do.
 */
export function UnenrolledDoor(props: {
	atWork: (device: DoorDevice) => ReactNode;
	/** The page that says what is missing, with a way on. */
	missing: (wayOn: ReactNode) => ReactNode;
}) {
	const { atWork, missing } = props;
	const [guest, setGuest] = useState<DoorDevice>();
	const [handingOver, setHandingOver] = useState(false);
	const [now] = useState(deviceNow);
	const gate = useLive(useCallback(() => readGate(now), [now]));
	useEffect(() => {
		void guestDevice().then(setGuest);
	}, []);
	if (guest !== undefined && handingOver) {
		return <HandOver deviceId={guest.deviceId} onDone={() => setHandingOver(false)} />;
	}
	if (guest !== undefined && gate.state === "ready" && gate.value.state === "chosen") return atWork(guest);
	return missing(<HandOverOffer onOpen={() => setHandingOver(true)} />);
}
