"use client";

import { useContext, useEffect, useState } from "react";
import { lockedFor } from "@/lib/checkcode/entry-lock";
import { readEntryLock } from "@/lib/device/identity/entry-lock-store";
import { deviceNow } from "@/lib/device/trust/clock";
import { DoorStore } from "../check-in/door-store";

/** Seconds until entry opens, counted down while the form is open, and a way to read the lock anew. */
export function useEntryLock(): readonly [number, () => void] {
	const [wait, setWait] = useState(0);
	const [asked, setAsked] = useState(0);
	const db = useContext(DoorStore);
	// biome-ignore lint/correctness/useExhaustiveDependencies: `asked` reads the lock again
	useEffect(() => {
		let left = false;
		const read = async () => {
			const lock = await readEntryLock(db === undefined ? {} : { db });
			if (!left) setWait(lockedFor(lock, deviceNow()));
		};
		void read();
		const timer = setInterval(() => void read(), 1000);
		return () => {
			left = true;
			clearInterval(timer);
		};
	}, [asked, db]);
	return [wait, () => setAsked((count) => count + 1)];
}
