"use client";

import { useEffect, useState } from "react";
import { beginTraining, type TrainingWorld, trainingDatabase } from "@/lib/device/door/training/training-world";
import type { RelaisDatabase } from "@/lib/device/store/database";
import { deviceNow } from "@/lib/device/trust/clock";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";

export type Training =
	| { readonly state: "making" }
	| { readonly state: "failed" }
	| { readonly state: "ready"; readonly world: TrainingWorld; readonly trust: Trust; readonly db: RelaisDatabase };

/** The passes and keys of an exercise, for as long as its screen is open. */
export function useTraining(): Training {
	const [training, setTraining] = useState<Training>({ state: "making" });
	useEffect(() => {
		const db = trainingDatabase();
		let left = false;
		begin(db).then(
			(begun) => {
				if (!left) setTraining(begun);
			},
			(error: unknown) => {
				reportError(error);
				if (!left) setTraining({ state: "failed" });
			},
		);
		return () => {
			left = true;
			db.close();
		};
	}, []);
	return training;
}

async function begin(db: RelaisDatabase): Promise<Training> {
	const world = await beginTraining(deviceNow(), db);
	const opened = await openTrust(world.bundle, { subtle: crypto.subtle });
	if (!opened.ok) throw new Error(opened.error.code);
	return { state: "ready", world, trust: opened.value, db };
}

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
