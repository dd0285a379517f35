import { assertNever } from "@/lib/shared/assert-never";
import type { CameraFailure } from "./camera";

/**
 * What becomes of a camera, whatever the browser answers, late, never or twice: a pure state machine. It says what is to
 * be done next; ./camera-session does it and reports what came of it. No browser promise is waited for without an end
 * (`patienceOf`), and no wait is an end: what answers after it is still taken.
 */
export type CameraPhase =
	/** The page is hidden, or was not shown yet: nothing is held. */
	| { readonly state: "away" }
	/** `overdue`: nobody has answered for a while; the question still stands. */
	| { readonly state: "asking"; readonly overdue: boolean }
	/** The camera was busy; it is asked for again in a moment. */
	| { readonly state: "retrying"; readonly after: number }
	/** There is a stream whose picture does not move yet. `refused`: the browser plays it only after a touch. */
	| { readonly state: "starting"; readonly touch: boolean; readonly refused: boolean }
	| { readonly state: "live" }
	| { readonly state: "failed"; readonly failure: CameraFailure };

export type CameraMachine = {
	readonly phase: CameraPhase;
	/** Questions to the browser that are not answered yet. */
	readonly pending: number;
	/** The lens that was chosen, here or the last time; undefined: whichever the system takes for the back camera. */
	readonly lens: string | undefined;
	/** The lens that was asked for last. */
	readonly asked: string | undefined;
	/** How often it was busy in this opening. */
	readonly busy: number;
	/** How often it was opened anew because its picture stood still. */
	readonly reopened: number;
};

export type CameraEvent =
	| { readonly type: "shown" }
	| { readonly type: "hidden" }
	| { readonly type: "granted" }
	| { readonly type: "refused"; readonly failure: CameraFailure }
	/** What the Permissions API says, asked or by itself. */
	| { readonly type: "permission"; readonly granted: boolean }
	| { readonly type: "playRefused" }
	/** Frames come: they decide, not what play() promises. */
	| { readonly type: "moving" }
	| { readonly type: "frozen" }
	/** The system took the camera away. */
	| { readonly type: "ended" }
	/** `patienceOf` the phase is over. */
	| { readonly type: "timeUp" }
	/** Somebody touched the picture, asked again, or chose a lens. */
	| { readonly type: "touched" }
	| { readonly type: "retried" }
	| { readonly type: "chose"; readonly lens: string };

export type CameraCommand =
	| { readonly do: "ask"; readonly lens: string | undefined }
	| { readonly do: "askPermission" }
	/** Show the stream that was just granted. */
	| { readonly do: "take" }
	/** Nobody wants the stream that was just granted. */
	| { readonly do: "drop" }
	/** Let go of the stream that is shown. */
	| { readonly do: "release" }
	| { readonly do: "play" }
	/** Remember this lens for the next time, or forget the one that is remembered. */
	| { readonly do: "remember"; readonly lens: string | undefined };

export type CameraStep = { readonly next: CameraMachine; readonly commands: readonly CameraCommand[] };

/** `lens`: the one that is remembered from the last time. */
export function newCamera(lens: string | undefined): CameraMachine {
	return { phase: { state: "away" }, pending: 0, lens, asked: lens, busy: 0, reopened: 0 };
}

/** Milliseconds until somebody who was asked may have overlooked the question. */
const ANSWER_MS = 5000;
/** Milliseconds within which a picture that may play moves. */
const START_MS = 2500;
/** Milliseconds before a camera that was busy is asked for again: phones just unlocked need a second or two. */
export const RETRY_MS: readonly number[] = [400, 1000, 2000];
/** A remembered lens is tried this often; then any other will do. */
const LENS_TRIES = 2;
/** A picture that stands still although it may play is worth this many new openings without a touch. */
const REOPENINGS = 2;

/** How long a phase may last before `timeUp`, in milliseconds; undefined: as long as it likes. */
export function patienceOf(phase: CameraPhase): number | undefined {
	switch (phase.state) {
		case "asking":
			return phase.overdue ? undefined : ANSWER_MS;
		case "retrying":
			return phase.after;
		case "starting":
			return phase.refused ? undefined : START_MS;
		case "away":
		case "live":
		case "failed":
			return undefined;
		default:
			return assertNever(phase);
	}
}

/** An event that does not fit the phase changes nothing. */
export function stepCamera(machine: CameraMachine, event: CameraEvent): CameraStep {
	switch (event.type) {
		case "shown":
			return onShown(machine);
		case "hidden":
			return onHidden(machine);
		case "granted":
			return onGranted({ ...machine, pending: Math.max(0, machine.pending - 1) });
		case "refused":
			return onRefused({ ...machine, pending: Math.max(0, machine.pending - 1) }, event.failure);
		case "permission":
			return event.granted ? onPermission(machine) : stay(machine);
		case "playRefused":
		case "moving":
		case "frozen":
		case "ended":
			return onPicture(machine, event.type);
		case "timeUp":
			return onTimeUp(machine);
		case "touched":
		case "retried":
			return onGesture(machine, event.type);
		case "chose":
			return machine.phase.state === "away" ? stay(machine) : open({ ...machine, lens: event.lens, reopened: 0 });
		default:
			return assertNever(event);
	}
}

function stay(next: CameraMachine, ...commands: CameraCommand[]): CameraStep {
	return { next, commands };
}

function enter(machine: CameraMachine, phase: CameraPhase, ...commands: CameraCommand[]): CameraStep {
	return { next: { ...machine, phase }, commands };
}

function ask(machine: CameraMachine, lens: string | undefined, ...before: CameraCommand[]): CameraStep {
	const next: CameraMachine = { ...machine, asked: lens, pending: machine.pending + 1 };
	return enter(next, { state: "asking", overdue: false }, ...before, { do: "ask", lens });
}

/** A new opening, with the lens that was chosen. */
function open(machine: CameraMachine): CameraStep {
	return ask({ ...machine, busy: 0 }, machine.lens, { do: "release" });
}

function onShown(machine: CameraMachine): CameraStep {
	const { phase, pending } = machine;
	if (phase.state === "failed") {
		// Who said no is not asked again without a touch, unless the system's settings say yes meanwhile.
		return phase.failure === "camera_denied" ? stay(machine, { do: "askPermission" }) : open(machine);
	}
	if (phase.state !== "away") return stay(machine);
	// A question that was put before the page was hidden still stands: putting it again would be a second prompt.
	return pending > 0 ? enter(machine, { state: "asking", overdue: false }) : open(machine);
}

function onHidden(machine: CameraMachine): CameraStep {
	const { phase } = machine;
	if (phase.state === "failed") return stay(machine);
	return enter(machine, { state: "away" }, { do: "release" });
}

function onGranted(machine: CameraMachine): CameraStep {
	const { state } = machine.phase;
	if (state !== "asking" && state !== "retrying") return stay(machine, { do: "drop" });
	return enter(machine, { state: "starting", touch: false, refused: false }, { do: "take" });
}

function onRefused(machine: CameraMachine, failure: CameraFailure): CameraStep {
	if (machine.phase.state === "away" && failure === "camera_denied") {
		return enter(machine, { state: "failed", failure });
	}
	if (machine.phase.state !== "asking" || machine.pending > 0) return stay(machine);
	switch (failure) {
		case "camera_denied":
		case "camera_unsupported":
			return enter(machine, { state: "failed", failure });
		case "camera_in_use":
			return onBusy({ ...machine, busy: machine.busy + 1 });
		case "camera_missing":
		case "camera_failed":
			// A lens that is gone or does not start is no reason to do without the others.
			return machine.asked === undefined ? enter(machine, { state: "failed", failure }) : ask(machine, undefined);
		default:
			return assertNever(failure);
	}
}

function onBusy(machine: CameraMachine): CameraStep {
	const after = RETRY_MS[machine.busy - 1];
	if (after === undefined) return enter(machine, { state: "failed", failure: "camera_in_use" });
	const asked = machine.busy < LENS_TRIES ? machine.asked : undefined;
	return enter({ ...machine, asked }, { state: "retrying", after });
}

function onPermission(machine: CameraMachine): CameraStep {
	const { phase, asked } = machine;
	if (phase.state === "failed" && phase.failure === "camera_denied") return open(machine);
	// Allowed and still no answer: it is this lens that hangs. Nobody is prompted twice.
	if (phase.state === "asking" && phase.overdue && asked !== undefined) return ask(machine, undefined);
	return stay(machine);
}

function onPicture(machine: CameraMachine, type: "playRefused" | "moving" | "frozen" | "ended"): CameraStep {
	const { phase, lens, asked } = machine;
	if (phase.state !== "starting" && phase.state !== "live") return stay(machine);
	switch (type) {
		case "playRefused":
			return phase.state === "starting" ? enter(machine, { ...phase, touch: true, refused: true }) : stay(machine);
		case "moving":
			if (phase.state === "live") return stay(machine);
			return enter({ ...machine, lens: asked, busy: 0, reopened: 0 }, { state: "live" }, ...remembered(lens, asked));
		case "frozen":
			if (phase.state === "starting") return stay(machine);
			return enter(machine, { state: "starting", touch: false, refused: false }, { do: "play" });
		case "ended":
			return open(machine);
		default:
			return assertNever(type);
	}
}

/** Only a lens that starts is remembered; a chosen one in whose place another started is forgotten. */
function remembered(lens: string | undefined, asked: string | undefined): CameraCommand[] {
	if (lens === undefined && asked === undefined) return [];
	return [{ do: "remember", lens: asked }];
}

function onTimeUp(machine: CameraMachine): CameraStep {
	const { phase, asked } = machine;
	switch (phase.state) {
		case "asking": {
			const overdue = enter(machine, { state: "asking", overdue: true });
			return asked === undefined ? overdue : { ...overdue, commands: [{ do: "askPermission" }] };
		}
		case "retrying":
			return ask(machine, asked);
		case "starting":
			if (!phase.touch) return enter(machine, { ...phase, touch: true });
			if (machine.reopened >= REOPENINGS) return enter(machine, { ...phase, refused: true });
			return ask({ ...machine, reopened: machine.reopened + 1 }, undefined, { do: "release" });
		case "away":
		case "live":
		case "failed":
			return stay(machine);
		default:
			return assertNever(phase);
	}
}

function onGesture(machine: CameraMachine, type: "touched" | "retried"): CameraStep {
	const { phase } = machine;
	if (type === "retried") return phase.state === "away" ? stay(machine) : open({ ...machine, reopened: 0 });
	if (phase.state !== "starting") return stay(machine);
	return enter(machine, { state: "starting", touch: true, refused: false }, { do: "play" });
}
