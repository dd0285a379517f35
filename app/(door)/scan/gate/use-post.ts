"use client";

import { useMemo } from "react";
import { type Live, useLive } from "@/app/_device/use-live";
import { type Tally, tallyOf } from "@/lib/checkin/tally";
import { countUnsent, indexedDbCheckinStore } from "@/lib/device/door/checkin-store";
import { readPortalHealth } from "@/lib/device/portal/portal-health";
import { readRefusedUpdate } from "@/lib/device/trust/list-store";
import type { PortalHealth } from "@/lib/portal/portal-health";
import type { RefusedUpdate } from "@/lib/trust/list-store";

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
	const query = useMemo(
		() => async () => tallyOf(await indexedDbCheckinStore().events(assignment), assignment),
		[assignment],
	);
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
