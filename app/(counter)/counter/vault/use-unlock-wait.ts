"use client";

import { useEffect, useState } from "react";
import { unlockWait } from "@/lib/device/counter/vault/counter-vault";

const WAIT_MS = 1000;

/** Whole seconds until the counter may be opened, counted down, and a way to read it anew. */
export function useUnlockWait(): readonly [number, () => Promise<void>] {
	const [wait, setWait] = useState(0);
	const [read] = useState(() => async () => setWait(await unlockWait()));
	useEffect(() => {
		void read();
		const timer = setInterval(() => void read(), WAIT_MS);
		return () => clearInterval(timer);
	}, [read]);
	return [wait, read];
}
