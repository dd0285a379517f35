import type { Direction } from "@/lib/checkin/checkin-event";
import { assertNever } from "@/lib/shared/assert-never";
import type { VerdictView } from "../verdict/verdict-view";

/** What staff typed so far, as typed. Lives as long as the form and the comparison that follows it. */
export type CodeDraft = {
	readonly number: string;
	readonly code: string;
	readonly birth: string;
	readonly initials: string;
};

const EMPTY_DRAFT: CodeDraft = { number: "", code: "", birth: "", initials: "" };

/** One line over the camera about what was just done. */
export type DoorNote = "undone" | "undoneOut" | "notUndone" | "codeAdmitted" | "codeLeft" | "turnedAway" | "notCounted";

export type Stage =
	| { readonly state: "camera" }
	| { readonly state: "form"; readonly draft: CodeDraft }
	| {
			readonly state: "verdict";
			readonly id: number;
			readonly view: VerdictView;
			/** Staff keep an acceptance on the screen. */
			readonly held: boolean;
			/** For "retype", with a code only. */
			readonly draft: CodeDraft | undefined;
	  };

export type DoorState = {
	readonly stage: Stage;
	readonly direction: Direction;
	readonly note: DoorNote | undefined;
	/** Number of the newest presentation: the answer to an older one comes too late to be shown. */
	readonly newest: number;
};

export const FIRST_STATE: DoorState = { stage: { state: "camera" }, direction: "in", note: undefined, newest: 0 };

export type DoorAction =
	| { readonly type: "presented"; readonly id: number }
	| { readonly type: "judged"; readonly id: number; readonly view: VerdictView; readonly draft?: CodeDraft }
	| { readonly type: "hold" }
	/** Back to the camera; also when the page is hidden. */
	| { readonly type: "next"; readonly note?: DoorNote }
	/** A verdict's own time is up; a newer verdict has another id. */
	| { readonly type: "timeUp"; readonly id: number }
	| { readonly type: "openForm"; readonly draft?: CodeDraft }
	| { readonly type: "turn"; readonly direction: Direction }
	| { readonly type: "noteRead" };

const CAMERA: Stage = { state: "camera" };

/**
 * The door's screen: camera, code form or verdict. The next scan always wins, whatever is on the screen; what is left
 * behind (names, typed birth dates) is gone with the stage.
 */
export function doorReducer(state: DoorState, action: DoorAction): DoorState {
	const { stage } = state;
	switch (action.type) {
		case "presented":
			return { ...state, newest: Math.max(state.newest, action.id) };
		case "judged": {
			const { id, view, draft } = action;
			if (id < state.newest) return state;
			return { ...state, newest: id, note: undefined, stage: { state: "verdict", id, view, held: false, draft } };
		}
		case "hold":
			return stage.state === "verdict" ? { ...state, stage: { ...stage, held: true } } : state;
		case "timeUp":
			if (stage.state !== "verdict" || stage.held || stage.id !== action.id) return state;
			return { ...state, stage: CAMERA };
		case "next":
			return { ...state, stage: CAMERA, note: action.note };
		case "openForm":
			return { ...state, note: undefined, stage: { state: "form", draft: action.draft ?? EMPTY_DRAFT } };
		case "turn":
			return { ...state, direction: action.direction, note: undefined };
		case "noteRead":
			return { ...state, note: undefined };
		default:
			return assertNever(action);
	}
}

/** Milliseconds for which an acceptance stands (design, "Look"). */
export const ACCEPTED_MS = 3000;

/** Acceptances, exits and what is no pass leave by themselves; whatever needs a decision or an explanation waits for a tap. */
export function leavesByItself(view: VerdictView): boolean {
	switch (view.outcome) {
		case "admitted":
		case "out":
		case "notAPass":
			return true;
		case "alreadyIn":
		case "compare":
		case "refused":
		case "unverifiable":
		case "part":
			return false;
		default:
			return assertNever(view);
	}
}
