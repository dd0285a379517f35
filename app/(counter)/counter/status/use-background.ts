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
import type { Task } from "@/lib/outbox/run-tasks";
import { useTraining } from "../training/training";

/** What a counter sends: an exercise does too, to its own portal, and needs no other upkeep. */
const SENDING: readonly Task[] = [drainTask, positiveTask, revocationTask];
const ALL: readonly Task[] = [
	...[drainTask, positiveTask, carriedRecordsTask, carriedResultsTask, revocationTask],
	...[kitTask, sharedPapersTask, trustTask],
];

/** Sends, renews and refreshes while this page is open. */
export function useBackground(): Pick<Background, "wake" | "tryNow"> {
	const background = useRef<Background>(undefined);
	const tasks = useTraining() === undefined ? ALL : SENDING;
	useEffect(() => {
		const started = startBackground(tasks);
		background.current = started;
		return () => started.stop();
	}, [tasks]);
	const wake = useCallback(() => background.current?.wake(), []);
	const tryNow = useCallback(async () => background.current?.tryNow(), []);
	return { wake, tryNow };
}
