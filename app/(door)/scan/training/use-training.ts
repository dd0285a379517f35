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
