"use client";

import { useEffect, useState } from "react";
import { forgetOldCodes } from "@/lib/checkcode/accepted-codes";
import { startBackground } from "@/lib/device/background/background";
import { indexedDbAcceptedCodeStore } from "@/lib/device/door/accepted-code-store";
import { endOldEvents } from "@/lib/device/door/checkin-store";
import { DOOR_TASKS } from "@/lib/device/door/door-tasks";
import { forgetOldOutcomes } from "@/lib/device/door/outcome-store";
import { survive } from "@/lib/device/store/stand-in";
import { settledNow } from "@/lib/device/trust/clock";
import { unlockSound } from "./verdict/feedback";

/** What runs beside the screen while the door is open: its tasks, what is over, and sound from the first touch on. */
export function useUpkeep(): void {
	useEffect(() => {
		const background = startBackground(DOOR_TASKS);
		// Also where no network ever comes: what is over is forgotten here.
		void settledNow().then((now) => survive(() => endOldEvents(now)));
		void settledNow().then((now) => survive(() => forgetOldOutcomes({ now })));
		void settledNow().then((now) => survive(() => forgetOldCodes(now, indexedDbAcceptedCodeStore())));
		document.addEventListener("pointerdown", unlockSound);
		return () => {
			background.stop();
			document.removeEventListener("pointerdown", unlockSound);
		};
	}, []);
}

/** As long as a queue stands at the door. */
const RUSH_MS = 10 * 60_000;

/** True for a while after every presentation: no update of the app reloads the page under people who wait. */
export function useRush(newest: number): boolean {
	const [quiet, setQuiet] = useState(0);
	useEffect(() => {
		// Without functions of this render: they would keep whoever was on the screen in it for as long as the timer runs.
		return clearTimeout.bind(undefined, setTimeout(setQuiet, RUSH_MS, newest));
	}, [newest]);
	return newest !== quiet;
}
