import type { CheckinEvent } from "./checkin-event";

/**
 * A grow-only set of events, merged by id: union is commutative, associative and idempotent, so gates may exchange
 * events in any order, any number of times. Two different events under one id are a fault of some device; the set
 * then keeps the same one of the two everywhere.
 */
export type EventSet = ReadonlyMap<string, CheckinEvent>;

export const NO_EVENTS: EventSet = new Map();

export function addEvents(set: EventSet, events: Iterable<CheckinEvent>): EventSet {
	let next: Map<string, CheckinEvent> | undefined;
	for (const event of events) {
		const known = (next ?? set).get(event.id);
		if (known !== undefined && !precedes(event, known)) continue;
		next ??= new Map(set);
		next.set(event.id, event);
	}
	return next ?? set;
}

function precedes(a: CheckinEvent, b: CheckinEvent): boolean {
	return canonical(a) < canonical(b);
}

/** Every field in one fixed order: equal texts are equal events. */
function canonical(event: CheckinEvent): string {
	const { id, assignment, gate, at, direction, outcome, format, pseudonym, undoes } = event;
	return JSON.stringify([id, assignment, gate, at, direction, outcome, format, pseudonym, undoes ?? null]);
}

/**
 * The passages that count, oldest first: neither taken back nor a taking-back. One device's clock never runs backwards
 * (lib/device/door/checkin-store.ts); within a second an entry comes before an exit, and the id decides the rest.
 */
export function passagesOf(set: EventSet): readonly CheckinEvent[] {
	const undone = new Set<string>();
	for (const event of set.values()) {
		const target = event.undoes === undefined ? undefined : set.get(event.undoes);
		if (target !== undefined && takesBack(event, target)) undone.add(target.id);
	}
	return [...set.values()].filter((event) => event.undoes === undefined && !undone.has(event.id)).sort(byTime);
}

/** Only the same pass's own passage can be taken back, and only once there is one: a stray `undoes` changes nothing. */
function takesBack(undo: CheckinEvent, target: CheckinEvent): boolean {
	return (
		target.undoes === undefined &&
		target.assignment === undo.assignment &&
		target.pseudonym === undo.pseudonym &&
		target.direction !== undo.direction
	);
}

function byTime(a: CheckinEvent, b: CheckinEvent): number {
	if (a.at !== b.at) return a.at - b.at;
	if (a.direction !== b.direction) return a.direction === "in" ? -1 : 1;
	return a.id < b.id ? -1 : 1;
}
