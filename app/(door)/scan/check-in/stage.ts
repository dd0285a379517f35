import type { Direction } from "@/lib/checkin/checkin-event";
import {
	type Answer,
	FREE_OWNER,
	type Manner,
	type OwnerEvent,
	ownerAfter,
	type Presentation,
	type ScannerOwner,
	type Turn,
} from "@/lib/checkin/scanner-owner";
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
			/** It was presented while another verdict stood: this is the next person. */
			readonly waited: boolean;
			/** For "retype", with a code only. */
			readonly draft: CodeDraft | undefined;
	  };

export type DoorState = {
	readonly stage: Stage;
	readonly direction: Direction;
	readonly note: DoorNote | undefined;
	/** A hand scanner lost the beginning of a code, and staff have not gone on since. */
	readonly stuttered: boolean;
	readonly owner: ScannerOwner;
};

export const FIRST_STATE: DoorState = {
	stage: { state: "camera" },
	direction: "in",
	note: undefined,
	stuttered: false,
	owner: FREE_OWNER,
};

export type DoorAction =
	| { readonly type: "presented"; readonly presentation: Presentation }
	/** Staff typed a code, or decide on the verdict that is shown. */
	| { readonly type: "began" }
	| { readonly type: "judged"; readonly id: number; readonly view: VerdictView; readonly draft?: CodeDraft }
	/** Nothing comes of what was being judged. */
	| { readonly type: "abandoned"; readonly id: number }
	/** The verdict is on the screen. */
	| { readonly type: "painted"; readonly id: number }
	| { readonly type: "hold" }
	/** Back to the camera. `id`: what was being done led there. */
	| { readonly type: "next"; readonly note?: DoorNote; readonly id?: number }
	/** The page was put away. */
	| { readonly type: "dropped" }
	/** A verdict's own time is up; a newer verdict has another id. */
	| { readonly type: "timeUp"; readonly id: number }
	| { readonly type: "openForm"; readonly draft?: CodeDraft }
	| { readonly type: "turn"; readonly direction: Direction }
	| { readonly type: "noteRead" }
	| { readonly type: "stuttered" | "stutterRead" }
	/** Something covers the door, or does no longer. */
	| { readonly type: "paused" | "resumed"; readonly by: string }
	/** Rules or keys changed. */
	| { readonly type: "forget" }
	/** A time that the scanner's owner named has come. */
	| { readonly type: "tick" };

export type DoorStep = { readonly state: DoorState; readonly turn?: Turn; readonly answer: Answer };

const CAMERA: Stage = { state: "camera" };
const FORM = "form";

/**
 * The door's screen: camera, code form or verdict, and who owns the scanner meanwhile (lib/checkin/scanner-owner.ts).
 * What is left behind (names, typed birth dates) is gone with the stage. `now`: milliseconds, never decreasing.
 */
export function doorAfter(before: DoorState, action: DoorAction, now: number): DoorStep {
	let state = staged(before, action);
	const events = [...ownerEvents(before, action), ...formPause(before.stage, state.stage)];
	let turn: Turn | undefined;
	let answer: Answer = "taken";
	for (const event of events) {
		const step = ownerAfter(state.owner, event, now);
		state = { ...state, owner: step.owner };
		turn ??= step.turn;
		answer = step.answer;
	}
	return turn === undefined ? { state, answer } : { state, turn, answer };
}

function staged(state: DoorState, action: DoorAction): DoorState {
	const { stage, owner } = state;
	switch (action.type) {
		case "judged": {
			const { id, view, draft } = action;
			if (owner.screen.state !== "judging" || owner.screen.id !== id) return state;
			const { waited } = owner.screen;
			const shown: Stage = { state: "verdict", id, view, held: false, waited, draft };
			return { ...state, note: undefined, stuttered: false, stage: shown };
		}
		case "hold":
			return stage.state === "verdict" ? { ...state, stage: { ...stage, held: true } } : state;
		case "timeUp":
			return endsByTime(state, action.id) ? { ...state, stage: CAMERA } : state;
		case "next":
			return { ...state, stage: CAMERA, note: action.note };
		case "dropped":
			return { ...state, stage: CAMERA, note: undefined };
		case "openForm":
			return { ...state, note: undefined, stage: { state: "form", draft: action.draft ?? EMPTY_DRAFT } };
		case "turn":
			return { ...state, direction: action.direction, note: undefined };
		case "noteRead":
			return { ...state, note: undefined };
		case "stuttered":
			return { ...state, stuttered: true };
		case "stutterRead":
			return { ...state, stuttered: false };
		case "presented":
		case "began":
		case "abandoned":
		case "painted":
		case "paused":
		case "resumed":
		case "forget":
		case "tick":
			return state;
		default:
			return assertNever(action);
	}
}

/** Not while the next person's pass is being judged over it, nor under a dialog. */
function endsByTime({ stage, owner }: DoorState, id: number): boolean {
	if (stage.state !== "verdict" || stage.held || stage.id !== id) return false;
	return owner.screen.state === "shown" && owner.screen.id === id && owner.pauses.length === 0;
}

function ownerEvents(before: DoorState, action: DoorAction): readonly OwnerEvent[] {
	switch (action.type) {
		case "judged":
			return [{ type: "judged", id: action.id, manner: mannerOf(action.view) }];
		case "hold":
			return [{ type: "held" }];
		case "timeUp":
			return endsByTime(before, action.id) ? [{ type: "left" }] : [];
		case "next":
			return [{ type: "left", ...(action.id === undefined ? {} : { id: action.id }) }];
		case "openForm":
			return [{ type: "left" }];
		case "turn":
		case "noteRead":
		case "stuttered":
		case "stutterRead":
			return [];
		case "presented":
		case "began":
		case "abandoned":
		case "painted":
		case "dropped":
		case "paused":
		case "resumed":
		case "forget":
		case "tick":
			return [action];
		default:
			return assertNever(action);
	}
}

/** The code form pauses the scanner for as long as it is open. */
function formPause(before: Stage, after: Stage): readonly OwnerEvent[] {
	const [was, is] = [before.state === "form", after.state === "form"];
	if (was === is) return [];
	return [{ type: is ? "paused" : "resumed", by: FORM }];
}

/** Milliseconds for which an acceptance stands (design, "Look"). */
export const ACCEPTED_MS = 3000;

/** How a verdict leaves the screen. */
function mannerOf(view: VerdictView): Manner {
	switch (view.outcome) {
		case "admitted":
		case "out":
			return "passing";
		case "notAPass":
		case "part":
			return "neutral";
		case "alreadyIn":
		case "compare":
		case "full":
			return "asking";
		case "refused":
		case "unverifiable":
			return "explaining";
		default:
			return assertNever(view);
	}
}

/** Acceptances, exits and what is no pass leave by themselves; whatever needs a decision or an explanation waits for a tap. */
export function leavesByItself(view: VerdictView): boolean {
	return mannerOf(view) === "passing" || view.outcome === "notAPass";
}
