"use client";

import { useEffect, useMemo, useState } from "react";
import { type Live, useLive } from "@/app/_device/use-live";
import { type GateCount, readCount } from "@/lib/checkin/read-count";
import { countUnsent, indexedDbCheckinStore } from "@/lib/device/door/checkin-store";
import type { GateChoice } from "@/lib/device/door/gate-choice";
import { readPortalHealth } from "@/lib/device/portal/portal-health";
import { deviceNow, runClockHere } from "@/lib/device/trust/clock";
import { readRefusedUpdate } from "@/lib/device/trust/list-store";
import type { PortalHealth } from "@/lib/portal/portal-health";
import type { RefusedUpdate } from "@/lib/trust/list-store";

const unsent = () => countUnsent();
const health = () => readPortalHealth();
const refused = () => readRefusedUpdate();

/** What the header always shows of this post. */
export type PostState = {
	readonly count: GateCount | undefined;
	readonly unsent: number;
	readonly health: PortalHealth["state"];
	readonly refused: RefusedUpdate | undefined;
};

/** What was not heard of for longer is known less well: looked at anew this often. */
const LOOK_MS = 5_000;

const moment = () => {
	const { now, lived } = runClockHere();
	return { now: deviceNow(), run: { now: now(), lived: lived() } };
};

export function usePost(gate: GateChoice): PostState {
	const [at, setAt] = useState(moment);
	useEffect(() => {
		const timer = setInterval(() => setAt(moment()), LOOK_MS);
		return () => clearInterval(timer);
	}, []);
	// Bound, no function of this render: the query would keep whoever was on the screen in it until the next one.
	const read = useMemo(() => readCount.bind(undefined, indexedDbCheckinStore(), gate, at), [gate, at]);
	const count = useLive(read);
	return {
		count: ready(count),
		unsent: ready(useLive(unsent)) ?? 0,
		health: ready(useLive(health))?.state ?? "unknown",
		refused: ready(useLive(refused)),
	};
}

function ready<Value>(live: Live<Value>): Value | undefined {
	return live.state === "ready" ? live.value : undefined;
}
