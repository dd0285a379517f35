"use client";

import { useCallback, useContext, useEffect, useReducer, useRef, useState, useSyncExternalStore } from "react";
import { changeGate } from "@/lib/device/door/gate-choice";
import { survive } from "@/lib/device/store/stand-in";
import { forgetLastMatch } from "@/lib/shared/forget-last-match";
import { announce } from "../verdict/feedback";
import { DoorDesk } from "./door-desk";
import { DoorStore } from "./door-store";
import { type DoorContext, DoorWork } from "./door-work";
import { usePauseRegister } from "./scanner-pause";
import type { DoorAction, DoorState } from "./stage";

export type Door = {
	readonly state: DoorState;
	readonly dispatch: (action: DoorAction) => void;
	readonly desk: DoorDesk;
	readonly work: DoorWork;
	/** The hand scanner lost the beginning of a code: no verdict, and a soft sound. */
	readonly stutter: () => void;
};

const PAGE_CLOCK = {
	now: () => performance.now(),
	after: (milliseconds: number, callback: () => void) => {
		const timer = setTimeout(callback, milliseconds);
		return () => clearTimeout(timer);
	},
};

const ONE_WAY = { entry: "in", exit: "out", both: undefined } as const;

/** The door's state and the work that changes it. */
export function useDoor(given: Omit<DoorContext, "direction" | "db">): Door {
	const { gate } = given;
	const [desk] = useState(() => new DoorDesk(PAGE_CLOCK, { direction: gate.direction }));
	const state = useSyncExternalStore(desk.subscribe, desk.read, desk.read);
	const db = useContext(DoorStore);
	const context: DoorContext = { ...given, direction: state.direction, db };
	const latest = useRef(context);
	useEffect(() => {
		latest.current = context;
	});
	const [work] = useState(() => new DoorWork({ context: () => latest.current, desk, announce }));
	const { stage, direction } = state;

	// The direction survives a restart: a gate that was an exit would count people in.
	useEffect(() => {
		if (direction !== gate.direction) void survive(() => changeGate({ direction }, db));
	}, [direction, gate.direction, db]);

	// A gate for one way stays with it, also when its rules change while it is open.
	useEffect(() => {
		const only = ONE_WAY[gate.role];
		if (only !== undefined && only !== direction) desk.dispatch({ type: "turn", direction: only });
	}, [desk, direction, gate.role]);

	const shown = stage.state === "verdict" ? stage.id : undefined;
	useEffect(() => {
		if (shown === undefined) return;
		// The frame after the next is drawn with the verdict in it.
		let frame = requestAnimationFrame(() => {
			frame = requestAnimationFrame(() => desk.dispatch({ type: "painted", id: shown }));
		});
		return () => cancelAnimationFrame(frame);
	}, [desk, shown]);

	useForgottenPersons(state);

	const register = usePauseRegister();
	useEffect(() => register.follow(desk.dispatch), [register, desk]);
	const { missed } = state.owner;
	useEffect(() => register.tellMissed(missed), [register, missed]);
	useEffect(() => pauseWhileHidden(desk, () => work.forgetParts()), [desk, work]);
	const stutter = useCallback(() => {
		desk.dispatch({ type: "stuttered" });
		announce({ outcome: "notAPass" });
	}, [desk]);
	return { state, dispatch: desk.dispatch, desk, work, stutter };
}

/**
 * Nobody outlives the verdict in what the browser keeps of it: React holds on to the render before the last one, which is
 * overwritten by another, and regular expressions to the text of their last match.
 */
function useForgottenPersons({ stage, owner }: DoorState): void {
	const empty = stage.state === "camera" && owner.screen.state === "free" && owner.waiting === undefined;
	const [, renderAgain] = useReducer((renders: number) => renders + 1, 0);
	useEffect(() => {
		if (!empty) return;
		renderAgain();
		forgetLastMatch();
	}, [empty]);
}

const HIDDEN = "hidden page";

/** A phone that is put away judges nobody, and shows nobody's name when it is taken out again. */
function pauseWhileHidden(desk: DoorDesk, forget: () => void): () => void {
	let paused = false;
	const look = () => {
		const hidden = document.visibilityState === "hidden";
		if (hidden === paused) return;
		paused = hidden;
		if (hidden) {
			forget();
			desk.dispatch({ type: "dropped" });
		}
		desk.dispatch({ type: hidden ? "paused" : "resumed", by: HIDDEN });
	};
	look();
	document.addEventListener("visibilitychange", look);
	return () => {
		document.removeEventListener("visibilitychange", look);
		if (paused) desk.dispatch({ type: "resumed", by: HIDDEN });
	};
}
