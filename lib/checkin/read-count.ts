/** What a gate's screen says of its event, read from what the gate holds. */
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Override, Passage } from "./checkin-event";
import { type CheckinStore, OWN_POST, type Post } from "./checkin-store";
import { type DoubleEntry, doubleEntriesOf } from "./double-entries";
import { type EventSet, passagesOf } from "./event-set";
import { type Occupancy, type OfRun, occupancyOf } from "./occupancy";
import { latestOverride, type Room, roomOf } from "./room";
import { type Tally, tallyOf } from "./tally";

/** The part of a post that its count needs. */
export type CountedGate = {
	readonly assignment: string;
	readonly gate: string;
	/** All of the event. */
	readonly gates: readonly string[];
	/** Those that are closed tonight: they count nobody. */
	readonly closed: readonly string[];
	readonly capacity: number | null;
	readonly warnAt: number;
};

export type GateCount = {
	readonly tally: Tally;
	readonly occupancy: Occupancy;
	readonly room: Room;
	/** The others. */
	readonly posts: readonly Post[];
	readonly doubles: readonly DoubleEntry[];
	/** Of this device, newest first, that were not taken back. */
	readonly last: readonly Passage[];
};

/** How many passages can be taken back from the list. */
const LAST = 5;

/** `now`: by the device's clock, as events are dated. `run`: by that of the run, as words of posts are. */
export type CountedAt = { readonly now: NumericDate; readonly run: OfRun };

export async function readCount(store: CheckinStore, gate: CountedGate, at: CountedAt): Promise<GateCount> {
	const { assignment } = gate;
	const [events, posts, own] = await Promise.all([
		store.events(assignment),
		store.posts(assignment),
		store.ownIds(assignment),
	]);
	const occupancy = occupancyOf(events, { ...gate, posts }, at.run);
	return {
		tally: tallyOf(events, assignment),
		occupancy,
		room: roomAt(events, { gate, occupancy }, at.now),
		posts: posts.filter(({ post }) => post !== OWN_POST),
		doubles: doubleEntriesOf(events, assignment),
		last: lastOf(events, own),
	};
}

/** Nobody comes in: the event is full, and no supervisor said otherwise. */
export async function isFull(store: CheckinStore, gate: CountedGate, now: NumericDate): Promise<boolean> {
	const { assignment, capacity } = gate;
	// An event is one person at most: below that nothing has to be added up, be it two thousand a night.
	if (capacity === null || (await store.count(assignment)) < capacity) return false;
	const [events, posts] = await Promise.all([store.events(assignment), store.posts(assignment)]);
	const room = roomAt(events, { gate, occupancy: occupancyOf(events, { ...gate, posts }, { now, lived: 0 }) }, now);
	return room.state === "full" && room.until === undefined;
}

function roomAt(
	events: EventSet,
	{ gate, occupancy }: { readonly gate: CountedGate; readonly occupancy: Occupancy },
	now: NumericDate,
): Room {
	const override: Override | undefined = latestOverride(events, gate);
	return roomOf(occupancy, { capacity: gate.capacity, warnAt: gate.warnAt, override }, now);
}

function lastOf(events: EventSet, own: readonly string[]): readonly Passage[] {
	const mine = new Set(own);
	return passagesOf(events)
		.filter(({ id }) => mine.has(id))
		.slice(-LAST)
		.reverse();
}
