"use client";

import { useEffect, useRef } from "react";
import { useLive } from "@/app/_device/use-live";
import { firstUseSeen } from "@/lib/device/door/first-use";
import type { DoorDialog } from "../dialogs/door-dialog";

const seen = () => firstUseSeen();

/** Opens the cards at the first start of a post on this device. */
export function useFirstUse(open: (dialog: DoorDialog) => void): void {
	const live = useLive(seen);
	const first = live.state === "ready" && !live.value;
	const latest = useRef(open);
	useEffect(() => {
		latest.current = open;
	});
	useEffect(() => {
		if (first) latest.current({ kind: "firstUse" });
	}, [first]);
}
