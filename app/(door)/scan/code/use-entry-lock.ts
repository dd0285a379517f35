"use client";

import { useEffect, useState } from "react";
import { lockedFor } from "@/lib/checkcode/entry-lock";
import { readEntryLock } from "@/lib/device/door/entry-lock-store";
import { deviceNow } from "@/lib/device/trust/clock";

/** Seconds until entry opens, counted down while the form is open, and a way to read the lock anew. */
export function useEntryLock(): readonly [number, () => void] {
	const [wait, setWait] = useState(0);
	const [asked, setAsked] = useState(0);
	// biome-ignore lint/correctness/useExhaustiveDependencies: `asked` reads the lock again
	useEffect(() => {
		let left = false;
		const read = async () => {
			const lock = await readEntryLock();
			if (!left) setWait(lockedFor(lock, deviceNow()));
		};
		void read();
		const timer = setInterval(() => void read(), 1000);
		return () => {
			left = true;
			clearInterval(timer);
		};
	}, [asked]);
	return [wait, () => setAsked((count) => count + 1)];
}
