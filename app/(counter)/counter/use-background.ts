"use client";

import { useEffect, useRef } from "react";
import { type Background, startBackground } from "@/lib/offline/background";
import { drainTask, kitTask } from "@/lib/offline/counter-tasks";
import { revocationTask } from "@/lib/offline/revocation";
import { trustTask } from "@/lib/offline/trust-task";

/** Sends, renews and refreshes while this page is open. Returns how to say that there is something new to send. */
export function useBackground(): () => void {
	const background = useRef<Background>(undefined);
	useEffect(() => {
		const started = startBackground([drainTask, revocationTask, kitTask, trustTask]);
		background.current = started;
		return () => started.stop();
	}, []);
	return () => background.current?.wake();
}
