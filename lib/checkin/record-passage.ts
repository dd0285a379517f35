/**
 * Recording what happens at a gate, by steps over a store: a passage that was decided on, its taking back, a correction
 * of the count, an override. What a pass says never reaches this file: it is given pseudonyms only.
 */
import type { AssignmentKind } from "@/lib/shared/assignment-kind";
import type { NumericDate } from "@/lib/shared/numeric-date";
import {
	type CheckinEvent,
	type Direction,
	isLocalAssignment,
	type OverrideReason,
	type Passage,
} from "./checkin-event";
import type { CheckinStore, Known } from "./checkin-store";
import { type CheckedPass, decidePassage, undoOf } from "./decide-passage";
import type { Reentry } from "./gate-rules";
import { seenOf } from "./persons";
import { isFull } from "./read-count";

/** The post that a device works at. */
export type Gate = {
	/** Assignment id. */
	readonly assignment: string;
	readonly gate: string;
	readonly mode: AssignmentKind;
	readonly ends: NumericDate;
	readonly reentry: Reentry;
	/** All gates of the event, and those of them that are closed tonight. */
	readonly gates: readonly string[];
	readonly closed: readonly string[];
	/** Persons; null where nobody counts. */
	readonly capacity: number | null;
	/** Percent of the capacity from which staff are warned. */
	readonly warnAt: number;
};

/** What a pass is called under one salt of the event. */
export type PassName = {
	readonly salt: string;
	readonly pseudonym: string;
	readonly alias: string | undefined;
};

export type Presented = Pick<CheckedPass, "outcome" | "format"> & {
	/** Under each salt that this gate holds, the one that passages are recorded under first. */
	readonly names: readonly [PassName, ...PassName[]];
	readonly direction: Direction;
	/** Staff were told what stands against the passage, and decided. */
	readonly again: boolean;
};

export type Recorded =
	| { readonly outcome: "recorded"; readonly event: Passage; readonly before: Passage | undefined }
	| NotRecorded;

/** Staff or a supervisor decide. */
export type NotRecorded =
	| { readonly outcome: "already_in" | "no_reentry"; readonly before: Passage }
	| { readonly outcome: "full" };

/** `id`: a random UUID, for the event that may come of it. */
export type Recording = { readonly id: string; readonly now: NumericDate };

/** Asks whether somebody passes, and records it. */
export async function recordPassage(
	store: CheckinStore,
	{ gate, presented }: { readonly gate: Gate; readonly presented: Presented },
	{ id, now }: Recording,
): Promise<Recorded> {
	const { assignment, mode, reentry } = gate;
	const { names, direction, again, outcome, format } = presented;
	const full = direction === "in" && (await isFull(store, gate, now));
	const about = names.flatMap(({ pseudonym, alias }) => (alias === undefined ? [pseudonym] : [pseudonym, alias]));
	return store.record<Recorded>(assignment, about, (known) => {
		const seen = seenOf(known.events, names);
		const decided = decidePassage({ mode, direction, seen, again, reentry, full });
		if (decided.outcome !== "record") return { answer: decided };
		const { latest, inside } = seen;
		// Whoever was seen under a salt of before the gates paired goes on under it: one person, counted once.
		const name = names.find(({ salt }) => salt === latest?.salt) ?? names[0];
		const event: Passage = {
			type: "passage",
			id,
			assignment,
			gate: gate.gate,
			at: timeAfter(latest, { direction: decided.direction, at: timeOfNext(known, now) }),
			direction: decided.direction,
			outcome,
			format,
			pseudonym: name.pseudonym,
			...(name.alias === undefined ? {} : { alias: name.alias }),
			salt: name.salt,
			...(decided.direction === "in" && inside !== undefined ? { again: true } : {}),
		};
		return { event, answer: { outcome: "recorded", event, before: decided.before } };
	});
}

/** Takes a passage back by a second event. Doing it twice is doing it once. */
export function undoPassage(store: CheckinStore, passage: Passage, { id, now }: Recording): Promise<Passage> {
	return store.record<Passage>(passage.assignment, [passage.pseudonym], (known) => {
		for (const one of known.events.values()) {
			if (one.type === "passage" && one.undoes === passage.id) return { answer: one };
		}
		const event = undoOf(passage, { id, at: timeOfNext(known, now) });
		return { event, answer: event };
	});
}

/** Somebody passed without a scan: one more inside, or one fewer. */
export function correctCount(
	store: CheckinStore,
	{ assignment, gate, direction }: Pick<Gate, "assignment" | "gate"> & { readonly direction: Direction },
	{ id, now }: Recording,
): Promise<CheckinEvent> {
	return store.record<CheckinEvent>(assignment, [], (known) => {
		const event = { type: "correction", id, assignment, gate, at: timeOfNext(known, now), direction } as const;
		return { event, answer: event };
	});
}

/** A supervisor decided that people come in though the event is full. */
export function recordOverride(
	store: CheckinStore,
	{ assignment, gate, reason }: Pick<Gate, "assignment" | "gate"> & { readonly reason: OverrideReason },
	{ id, now }: Recording,
): Promise<CheckinEvent> {
	return store.record<CheckinEvent>(assignment, [], (known) => {
		const event = { type: "override", id, assignment, gate, at: timeOfNext(known, now), reason } as const;
		return { event, answer: event };
	});
}

/** Now, or the newest event's time when the clock was set back: what one gate records never goes backwards. */
function timeOfNext({ newest }: Known, now: NumericDate): NumericDate {
	return Math.max(now, newest);
}

/**
 * Within a second an entry counts before an exit (event-set.ts). Who comes back in the second in which they left, or while
 * the clock stands still, comes in a second later.
 */
function timeAfter(latest: Passage | undefined, { direction, at }: Pick<Passage, "direction" | "at">): NumericDate {
	const returns = latest?.direction === "out" && direction === "in" && latest.at === at;
	return returns ? at + 1 : at;
}

/** An event of a place that only this device knows has nowhere to be sent to. */
export function isToBeSent({ assignment }: CheckinEvent): boolean {
	return !isLocalAssignment(assignment);
}
