/** What gates say of their hall, beside what is true. */
import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import { type OfRun, occupancyOf } from "@/lib/checkin/occupancy";
import { type GateCount, readCount } from "@/lib/checkin/read-count";
import type { RunClock } from "@/lib/shared/run-clock";
import { heldEvents } from "@/tests/support/memory-checkin-store";
import { type Door, gateOf, type Hall } from "../door/door-parts";
import { looksAt } from "../door/gate-wire";
import type { PortalData } from "../portal/portal-data";
import type { World } from "../world";

/** Every so many events, and at every word heard, a gate's count is held beside the truth. */
const EVENTS_OF_A_LOOK = 2;

export function watchHall(world: World, { truth, doors }: Hall): (event: CheckinEvent) => void {
	let heard = 0;
	const look = (door: Door, assignment: string) => {
		if (door.evening?.assignment !== assignment || door.evening.mode === "train") return;
		bounds(world, door, truth.count(assignment));
	};
	for (const door of doors) {
		door.onHeard = () => look(door, door.evening?.assignment ?? "");
	}
	return ({ assignment }) => {
		if (heard++ % EVENTS_OF_A_LOOK === 0) for (const door of doors) look(door, assignment);
	};
}

async function countOf(door: Door): Promise<GateCount | undefined> {
	const { evening, clock, opened } = door;
	if (evening === undefined || opened === undefined) return undefined;
	return readCount(looksAt(door), gateOf(evening, door), { now: clock.now(), run: ofRun(opened.runs) });
}

const ofRun = ({ now, lived }: RunClock): OfRun => ({ now: now(), lived: lived() });

/** [CI-13] At least and at most, as the screen says them (lib/checkin/read-count.ts). */
function bounds({ sim }: World, door: Door, inside: number): void {
	const { evening, opened, disk } = door;
	// Where no page is open nobody says anything.
	if (evening === undefined || opened === undefined) return;
	const { assignment } = evening;
	const events = heldEvents(disk.checkins, assignment);
	const heard = { ...gateOf(evening, door), posts: opened.posts(assignment) };
	const { atLeast = 0, atMost = Number.POSITIVE_INFINITY } = occupancyOf(events, heard, ofRun(opened.runs));
	if (atLeast <= inside && atMost >= inside) return;
	sim.broken("at least and at most hold", `${door.name}: ${atLeast} to ${atMost}, and ${inside} are inside`, [
		door.name,
	]);
}

/** In calm: every event is at the portal, every gate of the evening has heard all of it, and they agree. */
export async function judgeHalls(world: World, halls: readonly Hall[], data: PortalData): Promise<void> {
	const { sim } = world;
	for (const { name, truth, evenings, doors } of halls) {
		for (const { assignment } of evenings) {
			const stored = data.places.get(assignment);
			for (const { id } of truth.events(assignment)) {
				if (stored?.ids.has(id) !== true)
					sim.broken("every passage reaches the portal", `${id} of ${name}`, [name, id]);
			}
			if (stored?.events.length !== stored?.ids.size) sim.broken("no passage is stored twice", name, [name]);
		}
		const tonight = evenings.at(-1)?.assignment ?? "";
		const counts = await Promise.all(doors.map(countOf));
		for (const [n, count] of counts.entries()) {
			const door = doors[n];
			if (door !== undefined && count !== undefined)
				agree(world, { door, count, first: counts[0] }, { truth, tonight });
		}
	}
}

type Said = { readonly door: Door; readonly count: GateCount; readonly first: GateCount | undefined };

function agree(
	{ sim }: World,
	{ door, count, first }: Said,
	{ truth, tonight }: Pick<Hall, "truth"> & { readonly tonight: string },
): void {
	const held = [...door.disk.checkins.rows.values()].filter(({ event }) => event.assignment === tonight).length;
	const all = truth.events(tonight).length;
	if (held !== all) {
		sim.broken("every gate hears every passage", `${door.name} has ${held} of ${all}`, [door.name]);
		return;
	}
	if (JSON.stringify(count.tally) !== JSON.stringify(first?.tally)) {
		sim.broken(
			"gates that heard the same say the same",
			`${JSON.stringify(count.tally)} ${JSON.stringify(first?.tally)}`,
			[door.name],
		);
	}
	if (count.occupancy.apart || door.evening?.mode === "train") return;
	if (count.tally.inside !== truth.count(tonight)) {
		sim.broken("the count is the truth", `${door.name}: ${count.tally.inside} of ${truth.count(tonight)}`, [door.name]);
	}
	for (const { second } of truth.doubles(tonight)) {
		if (!count.doubles.some((double) => double.second.id === second.id)) {
			sim.broken("a double entry is flagged", `${door.name}: ${second.id}`, [door.name, second.id]);
		}
	}
}
