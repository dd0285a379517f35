"use client";

import { useEffect } from "react";
import { lockCounter } from "@/lib/device/counter/vault/key-sharing";
import { endDuty } from "@/lib/device/identity/held-keys";
import { DATABASE_NAME } from "@/lib/device/store/database";

/** Minutes without a key, a touch or a movement after which the counter asks who is there (VA-8)… */
const DUTY_MINUTES = 5;
/** … and after which it locks itself (VA-2): the time of an antigen test, and some more. */
const LOCK_MINUTES = 20;
const LOOK_MS = 5_000;
const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"] as const;

/** Locks this browser's counter when nobody has been at it for a while; sleeping counts as absence. */
export function useIdleLock(enabled: boolean): void {
	useEffect(() => {
		if (!enabled) return;
		let seen = Date.now();
		const note = () => {
			seen = Date.now();
		};
		const look = () => {
			const idle = (Date.now() - seen) / 60_000;
			if (idle >= LOCK_MINUTES) lockCounter();
			else if (idle >= DUTY_MINUTES) endDuty(DATABASE_NAME);
		};
		const timer = setInterval(look, LOOK_MS);
		for (const sign of SIGNS) window.addEventListener(sign, note, { passive: true, capture: true });
		document.addEventListener("visibilitychange", look);
		return () => {
			clearInterval(timer);
			for (const sign of SIGNS) window.removeEventListener(sign, note, { capture: true });
			document.removeEventListener("visibilitychange", look);
		};
	}, [enabled]);
}
