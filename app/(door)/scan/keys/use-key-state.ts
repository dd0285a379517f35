"use client";

import { useCallback, useEffect, useState } from "react";
import { confirmClock, deviceNow, readClock } from "@/lib/device/trust/clock";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Trust } from "@/lib/trust/trust";
import { newestWitness, type TrustAge, trustAge } from "@/lib/trust/trust-age";

type Read = {
	/** Undefined without a key list. */
	readonly age: TrustAge | undefined;
	/** Seconds by which the device's clock is behind what it showed, what the portal said, or what was signed. */
	readonly behind: number;
	/** What the clock shows, where it was set back by so much that a supervisor has to look at it. */
	readonly unconfirmed: NumericDate | undefined;
};

export type KeyState = Read & { readonly confirm: () => void };

const REFRESH_MS = 30_000;

/** Age of the keys and state of the clock, as of now and every half minute. */
export function useKeyState(trust: Trust): KeyState {
	const [state, setState] = useState<Read>({ age: trustAge(trust, deviceNow()), behind: 0, unconfirmed: undefined });
	const [asked, setAsked] = useState(0);
	// biome-ignore lint/correctness/useExhaustiveDependencies: `asked` reads the clock again
	useEffect(() => {
		let left = false;
		const read = async () => {
			const { now, behind, offset = 0, unconfirmed } = await readClock();
			const signed = (newestWitness(trust)?.iat ?? now) - now;
			const farthest = Math.max(behind, offset, signed);
			if (!left) setState({ age: trustAge(trust, now), behind: farthest, unconfirmed: unconfirmed ? now : undefined });
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
