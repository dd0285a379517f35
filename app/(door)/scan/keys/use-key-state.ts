"use client";

import { useCallback, useEffect, useState } from "react";
import { confirmClock, deviceNow, readClock } from "@/lib/device/trust/clock";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type ClockFault, clockFault } from "@/lib/trust/clock-fault";
import type { Trust } from "@/lib/trust/trust";
import { type TrustAge, trustAge } from "@/lib/trust/trust-age";

type Read = {
	/** Undefined without a key list. */
	readonly age: TrustAge | undefined;
	/** What the clock shows. */
	readonly now: NumericDate;
	readonly fault: ClockFault | undefined;
};

export type KeyState = Read & { readonly confirm: () => void };

const REFRESH_MS = 30_000;

/** Age of the keys and state of the clock, as of now and every half minute. */
export function useKeyState(trust: Trust): KeyState {
	const [state, setState] = useState<Read>(() => {
		const now = deviceNow();
		return { now, age: trustAge(trust, now), fault: undefined };
	});
	const [asked, setAsked] = useState(0);
	// biome-ignore lint/correctness/useExhaustiveDependencies: `asked` reads the clock again
	useEffect(() => {
		let left = false;
		const read = async () => {
			const reading = await readClock();
			const { now } = reading;
			if (!left) setState({ now, age: trustAge(trust, now), fault: clockFault(reading, trust) });
		};
		void read();
		const timer = setInterval(() => void read(), REFRESH_MS);
		return () => {
			left = true;
			clearInterval(timer);
		};
	}, [trust, asked]);
	const confirm = useCallback(() => {
		confirmClock().then(() => setAsked((count) => count + 1), reportError);
	}, []);
	return { ...state, confirm };
}
