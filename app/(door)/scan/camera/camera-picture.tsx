"use client";

import type { RefObject } from "react";
import { useStoredChoice } from "@/app/_ui/stored-choice";
import { STAND } from "../display/display-choices";

/** What the camera sees. Whoever stands before a fixed device moves as before a mirror. */
export function CameraPicture({ video }: { video: RefObject<HTMLVideoElement | null> }) {
	const mirrored = useStoredChoice(STAND) === "on";
	return (
		<video
			ref={video}
			muted
			playsInline
			data-mirrored={mirrored}
			className={`absolute inset-0 size-full object-cover ${mirrored ? "-scale-x-100" : ""}`}
		/>
	);
}
