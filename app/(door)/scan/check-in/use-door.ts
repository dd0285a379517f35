"use client";

import { type Dispatch, useEffect, useReducer, useRef, useState } from "react";
import { announce } from "../verdict/feedback";
import { type DoorContext, DoorWork } from "./door-work";
import { type DoorAction, type DoorState, doorReducer, FIRST_STATE } from "./stage";

export type Door = { readonly state: DoorState; readonly dispatch: Dispatch<DoorAction>; readonly work: DoorWork };

/** The door's state and the work that changes it. */
export function useDoor(given: Omit<DoorContext, "direction">): Door {
	const [state, dispatch] = useReducer(doorReducer, FIRST_STATE);
	const context: DoorContext = { ...given, direction: state.direction };
	const latest = useRef(context);
	useEffect(() => {
		latest.current = context;
	});
	const [work] = useState(() => new DoorWork({ context: () => latest.current, dispatch, announce }));

	// A phone that is put away shows nobody's name when it is taken out again.
	useEffect(() => {
		const onHidden = () => {
			if (document.visibilityState !== "hidden") return;
			work.forgetParts();
			dispatch({ type: "next" });
		};
		document.addEventListener("visibilitychange", onHidden);
		return () => document.removeEventListener("visibilitychange", onHidden);
	}, [work]);
	return { state, dispatch, work };
}
