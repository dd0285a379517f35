import { assertNever } from "@/lib/shared/assert-never";
import type { CheckinEvent, Direction } from "./checkin-event";

/** How a device counts: an event has people inside, a train only has controls. */
export type CountingMode = "event" | "train";

/** What to do with a pass that verification let through. Says nothing about the pass itself. */
export type PassageDecision =
	/** Record it: an entry, an exit, or a control on board. */
	| { readonly decision: "record"; readonly direction: Direction; readonly before: CheckinEvent | undefined }
	/** This pass is inside already: ask before recording a second entry. */
	| { readonly decision: "already_in"; readonly before: CheckinEvent };

/**
 * Decides on a passage from the pass's latest one. A second entry is never refused by itself: the person may have
 * left by an uncounted door, so staff are told when the first entry was and choose. On board nobody is inside: a second
 * control is a control. An exit is always recorded, whatever is known of the entry.
 */
export function decidePassage(input: {
	readonly mode: CountingMode;
	readonly direction: Direction;
	readonly latest: CheckinEvent | undefined;
}): PassageDecision {
	const { mode, direction, latest } = input;
	switch (mode) {
		case "train":
			return { decision: "record", direction: "in", before: latest };
		case "event":
			if (direction === "in" && latest?.direction === "in") return { decision: "already_in", before: latest };
			return { decision: "record", direction, before: latest };
		default:
			return assertNever(mode);
	}
}

/** The event that takes `passage` back: same pass, opposite direction. */
export function undoOf(passage: CheckinEvent, by: { id: string; at: number }): CheckinEvent {
	return {
		...passage,
		id: by.id,
		at: Math.max(by.at, passage.at),
		direction: passage.direction === "in" ? "out" : "in",
		undoes: passage.id,
	};
}
