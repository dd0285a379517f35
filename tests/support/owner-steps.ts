/** Who has the door's screen, event by event. */
import {
	FREE_OWNER,
	type Manner,
	type OwnerEvent,
	type OwnerStep,
	ownerAfter,
	type Presentation,
	type ScannerOwner,
} from "@/lib/checkin/scanner-owner";

export const pass = (text: string, from: Presentation["from"] = "camera"): Presentation => ({ text, from, pass: true });
export const other = (text: string, from: Presentation["from"] = "camera"): Presentation => ({
	text,
	from,
	pass: false,
});
export const presented = (presentation: Presentation): OwnerEvent => ({ type: "presented", presentation });

/** The events one after the other, `at` milliseconds; answers the last step. */
export function stepThrough(
	events: readonly (readonly [at: number, event: OwnerEvent])[],
	from: ScannerOwner = FREE_OWNER,
): OwnerStep {
	let step: OwnerStep = { owner: from, answer: "taken" };
	for (const [at, event] of events) step = ownerAfter(step.owner, event, at);
	return step;
}

/** The verdict of a pass A (or of the code `text`), visible since 0. */
export function showing(manner: Manner, presentation = pass("A")): ScannerOwner {
	return stepThrough([
		[-40, presented(presentation)],
		[-20, { type: "judged", id: 1, manner }],
		[0, { type: "painted", id: 1 }],
	]).owner;
}
