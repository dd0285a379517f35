"use client";

import { useEffect, useState } from "react";
import { deviceNow, readClock } from "@/lib/device/trust/clock";
import type { Trust } from "@/lib/trust/trust";
import { type TrustAge, trustAge } from "@/lib/trust/trust-age";

export type KeyState = {
	/** Undefined without a key list. */
	readonly age: TrustAge | undefined;
	/** Seconds by which the device's clock is behind. */
	readonly behind: number;
};

const REFRESH_MS = 30_000;

/** Age of the keys and state of the clock, as of now and every half minute. */
export function useKeyState(trust: Trust): KeyState {
	const [state, setState] = useState<KeyState>({ age: trustAge(trust, deviceNow()), behind: 0 });
	useEffect(() => {
		let left = false;
		const read = async () => {
			const { now, newestTimeSeen, behind } = await readClock();
			if (!left) setState({ age: trustAge(trust, now, newestTimeSeen), behind });
		};
		void read();
		const timer = setInterval(() => void read(), REFRESH_MS);
		return () => {
			left = true;
			clearInterval(timer);
		};
	}, [trust]);
	return state;
}
