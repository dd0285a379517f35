import { assertNever } from "@/lib/shared/assert-never";
import type { CameraFailure } from "./camera";
import type { CameraPhase } from "./camera-machine";
import type { UnreadHint } from "./unread-hint";

/** What can be done about the picture; `lenses`: how many there are to choose from. */
type PictureControls = {
	/** This lens has a lamp. */
	readonly hasTorch: boolean;
	readonly torch: boolean;
	/** How near it comes: none or several. */
	readonly zooms: readonly number[];
	readonly zoom: number;
	readonly lenses: number;
};

/** What the screen shows of the camera. */
export type CameraState = PictureControls & {
	/** Without WebAssembly only plain codes are read. */
	readonly slow: boolean;
	/** A code is there and is not read: what may help. */
	readonly unread: UnreadHint;
} & (
		| { readonly state: "opening"; readonly overdue: boolean }
		/** The browser plays the picture only after a touch. */
		| { readonly state: "touch" }
		| { readonly state: "failed"; readonly failure: CameraFailure }
		| { readonly state: "live" }
	);

export const FIRST_CAMERA_STATE: CameraState = {
	...{ state: "opening", overdue: false },
	...{ hasTorch: false, torch: false, zooms: [], zoom: 1, lenses: 0, slow: false, unread: "none" },
};

/** How the screen shows a phase. */
export function shownPhase(phase: CameraPhase): Partial<CameraState> {
	switch (phase.state) {
		case "away":
		case "retrying":
			return { state: "opening", overdue: false };
		case "asking":
			return { state: "opening", overdue: phase.overdue };
		case "starting":
			return phase.touch ? { state: "touch" } : { state: "opening", overdue: false };
		case "live":
			return { state: "live" };
		case "failed":
			return { state: "failed", failure: phase.failure };
		default:
			return assertNever(phase);
	}
}
