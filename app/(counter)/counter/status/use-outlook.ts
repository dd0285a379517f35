"use client";

import { useEffect, useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { whenReleased } from "@/app/_device/when-released";
import { type CounterOutlook, loadOutlook } from "@/lib/device/counter/counter-outlook";

/** The outlook as of `now`: the database says when it changed, the clock when time made a difference. */
export function useOutlook(now: Date): CounterOutlook | undefined {
	const live = useLive(loadOutlook);
	const [outlook, setOutlook] = useState<CounterOutlook>();
	// biome-ignore lint/correctness/useExhaustiveDependencies: both are only reasons to read again.
	useEffect(() => {
		let current = true;
		void loadOutlook().then((read) => whenReleased(() => current && setOutlook(read)));
		return () => {
			current = false;
		};
	}, [now, live]);
	return outlook;
}
