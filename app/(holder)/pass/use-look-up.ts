"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { callFromDevice } from "@/lib/device/portal/call-from-device";
import { openPassAnswer } from "@/lib/protocol/holder";
import { PATHS } from "@/lib/protocol/paths";
import { type LookUp, lookUpOf, nextLook } from "./look-up";
import type { HolderAnswer } from "./question";

export type LookUpState = {
	readonly lookUp: LookUp;
	readonly busy: boolean;
	readonly ask: (answer: HolderAnswer) => void;
	/** Asks again now, with the answer given before. */
	readonly again: () => void;
	/** Back to the question. */
	readonly reset: () => void;
};

const QUESTION: LookUp = { state: "asking", triesLeft: undefined };

/**
 * Asks the portal for the pass of a link, and again by itself while it is not there. Token and answer travel in the body
 * of the request, never in an address; the answer is kept in this page's memory only.
 */
export function useLookUp(token: string): LookUpState {
	const [lookUp, setLookUp] = useState<LookUp>(QUESTION);
	const [busy, setBusy] = useState(false);
	const answer = useRef<HolderAnswer>(undefined);
	const looks = useRef(0);
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

	const look = useCallback(async () => {
		if (answer.current === undefined) return;
		clearTimeout(timer.current);
		timer.current = undefined;
		setBusy(true);
		const body = { token, ...answer.current };
		const answered = await callFromDevice(PATHS.openPass, body, { answer: openPassAnswer, device: null });
		const next = lookUpOf(answered);
		setBusy(false);
		setLookUp(next);
		const retryAfter = answered.ok ? undefined : answered.error.retryAfter;
		const wait = nextLook(next, { looks: looks.current++, random: Math.random(), retryAfter });
		if (wait !== undefined) timer.current = setTimeout(() => void look(), wait * 1000);
	}, [token]);

	useEffect(() => {
		// The network is back, or the page is in front again: look now, if there is something to wait for.
		const wake = () => {
			if (document.visibilityState === "visible" && timer.current !== undefined) void look();
		};
		window.addEventListener("online", wake);
		document.addEventListener("visibilitychange", wake);
		return () => {
			clearTimeout(timer.current);
			window.removeEventListener("online", wake);
			document.removeEventListener("visibilitychange", wake);
		};
	}, [look]);

	const ask = useCallback(
		(given: HolderAnswer) => {
			answer.current = given;
			looks.current = 0;
			void look();
		},
		[look],
	);
	return {
		lookUp,
		busy,
		ask,
		again: useCallback(() => void look(), [look]),
		reset: useCallback(() => setLookUp(QUESTION), []),
	};
}
