"use client";

import { useEffect, useMemo, useState } from "react";
import { type Live, useLive } from "@/app/_device/use-live";
import { type Tally, tallyOf } from "@/lib/checkin/tally";
import { countUnsent, loadEvents } from "@/lib/device/door/checkin-store";
import { readPortalHealth } from "@/lib/device/portal/portal-health";
import { type RefusedUpdate, readRefusedUpdate } from "@/lib/device/trust/bundle-refresh";
import { deviceNow, readClock } from "@/lib/device/trust/clock";
import type { PortalHealth } from "@/lib/portal/portal-health";
import type { Trust } from "@/lib/trust/trust";
import { type TrustAge, trustAge } from "@/lib/trust/trust-age";

const unsent = () => countUnsent();
const health = () => readPortalHealth();
const refused = () => readRefusedUpdate();

/** What the header always shows of this post. */
export type PostState = {
	readonly tally: Tally | undefined;
	readonly unsent: number;
	readonly health: PortalHealth["state"];
	readonly refused: RefusedUpdate | undefined;
};

export function usePost(assignment: string): PostState {
	const query = useMemo(() => async () => tallyOf(await loadEvents(assignment), assignment), [assignment]);
	const tally = useLive(query);
	return {
		tally: ready(tally),
		unsent: ready(useLive(unsent)) ?? 0,
		health: ready(useLive(health))?.state ?? "unknown",
		refused: ready(useLive(refused)),
	};
}

function ready<Value>(live: Live<Value>): Value | undefined {
	return live.state === "ready" ? live.value : undefined;
}

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
