"use client";

import { useCallback, useEffect, useRef } from "react";
import { type Background, startBackground } from "@/lib/device/background/background";
import { carriedRecordsTask, carriedResultsTask } from "@/lib/device/counter/carried/carried-tasks";
import { drainTask } from "@/lib/device/counter/counter-tasks";
import { positiveTask } from "@/lib/device/counter/positive-tasks";
import { revocationTask } from "@/lib/device/counter/revocation";
import { sharedPapersTask } from "@/lib/device/counter/shared-papers";
import { kitTask } from "@/lib/device/identity/kit-task";
import { trustTask } from "@/lib/device/trust/refresh";

/** Sends, renews and refreshes while this page is open. */
export function useBackground(): Pick<Background, "wake" | "tryNow"> {
	const background = useRef<Background>(undefined);
	useEffect(() => {
		const started = startBackground([
			drainTask,
			positiveTask,
			carriedRecordsTask,
			carriedResultsTask,
			revocationTask,
			kitTask,
			sharedPapersTask,
			trustTask,
		]);
		background.current = started;
		return () => started.stop();
	}, []);
	const wake = useCallback(() => background.current?.wake(), []);
	const tryNow = useCallback(async () => background.current?.tryNow(), []);
	return { wake, tryNow };
}
