"use client";

import { useEffect } from "react";

/** An exercise that nobody touches for so long is over: it cannot be left on by mistake. */
const IDLE_MS = 10 * 60_000;
const LOOK_MS = 15_000;

/** Calls `onIdle` once nothing was touched, typed or presented (`newest`) for ten minutes, asleep or awake. */
export function useIdle(newest: number, onIdle: () => void): void {
	// biome-ignore lint/correctness/useExhaustiveDependencies: every presentation begins the wait anew
	useEffect(() => {
		let touched = Date.now();
		const touch = () => {
			touched = Date.now();
		};
		const look = () => {
			if (Date.now() - touched >= IDLE_MS) onIdle();
		};
		const timer = setInterval(look, LOOK_MS);
		for (const type of ["pointerdown", "keydown"]) document.addEventListener(type, touch);
		document.addEventListener("visibilitychange", look);
		return () => {
			clearInterval(timer);
			for (const type of ["pointerdown", "keydown"]) document.removeEventListener(type, touch);
			document.removeEventListener("visibilitychange", look);
		};
	}, [newest]);
}
