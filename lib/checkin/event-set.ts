import type { CheckinEvent, Passage } from "./checkin-event";

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

/** Of two events under one id, whether every set keeps `a`. */
export function precedes(a: CheckinEvent, b: CheckinEvent): boolean {
	return canonical(a) < canonical(b);
}

/** Every field in one fixed order: equal texts are equal events. */
function canonical(event: CheckinEvent): string {
	const fields = Object.entries(event).filter(([, value]) => value !== undefined);
	return JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Of sets in use, which nobody changes: a gate's screen asks for those of one set several times at each look. */
const passages = new WeakMap<EventSet, readonly Passage[]>();

/**
 * The passages that count, oldest first: neither taken back nor a taking-back. One device's clock never runs backwards
 * (record-passage.ts); within a second an entry comes before an exit, and the id decides the rest.
 */
export function passagesOf(set: EventSet): readonly Passage[] {
	const known = passages.get(set);
	if (known !== undefined) return known;
	const sorted = sortedPassages(set);
	passages.set(set, sorted);
	return sorted;
}

function sortedPassages(set: EventSet): readonly Passage[] {
	const undone = new Set<string>();
	const all: Passage[] = [];
	for (const event of set.values()) {
		if (event.type !== "passage") continue;
		if (event.undoes === undefined) all.push(event);
		else if (takesBack(event, set.get(event.undoes))) undone.add(event.undoes);
	}
	return all.filter(({ id }) => !undone.has(id)).sort(byTime);
}

/** Only the same pass's own passage can be taken back, and only once there is one: a stray `undoes` changes nothing. */
function takesBack(undo: Passage, target: CheckinEvent | undefined): boolean {
	return (
		target?.type === "passage" &&
		target.undoes === undefined &&
		target.assignment === undo.assignment &&
		target.pseudonym === undo.pseudonym &&
		target.direction !== undo.direction
	);
}

function byTime(a: Passage, b: Passage): number {
	if (a.at !== b.at) return a.at - b.at;
	if (a.direction !== b.direction) return a.direction === "in" ? -1 : 1;
	return a.id < b.id ? -1 : 1;
}
