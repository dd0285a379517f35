"use client";

import { type ReactNode, useRef } from "react";
import { useStoredChoice } from "@/app/_ui/stored-choice";
import { THEME } from "./display-choices";
import { useKeptFocus } from "./use-kept-focus";

/** Every screen of the door, in the colours that were chosen on this device. */
export function DoorTheme({ children }: { children: ReactNode }) {
	const theme = useStoredChoice(THEME);
	const root = useRef<HTMLDivElement>(null);
	useKeptFocus(root);
	return (
		<div ref={root} tabIndex={-1} data-theme={theme} className="door min-h-dvh bg-paper text-ink outline-none">
			{children}
		</div>
	);
}
