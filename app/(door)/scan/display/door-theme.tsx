"use client";

import type { ReactNode } from "react";
import { useStoredChoice } from "@/app/_ui/stored-choice";
import { THEME } from "./display-choices";

/** Every screen of the door, in the colours that were chosen on this device. */
export function DoorTheme({ children }: { children: ReactNode }) {
	const theme = useStoredChoice(THEME);
	return (
		<div data-theme={theme} className="door min-h-dvh bg-paper text-ink">
			{children}
		</div>
	);
}
