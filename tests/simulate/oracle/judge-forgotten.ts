/** [CI-5] What a gate keeps of persons: no pass ever, and no name under which one passed once the event is over. */
import { SALT_GRACE } from "@/lib/checkin/salt-grace";
import { HOUR, MINUTE } from "@/lib/shared/numeric-date";
import type { Door, Hall } from "../door/door-parts";
import type { World } from "../world";

/** A clock that nobody set is behind by five hours at most (../device/clock-faults.ts), and the last page may be young. */
const MARGIN = 5.5 * HOUR;

/** A page that began while its clock was behind goes by its own time (`settledTime`), and works every few minutes. */
const ROUNDS = 10 * MINUTE;

/** At the end of the calm. What the portal has not answered for may stay, under a salt that is gone. */
export function judgeForgotten({ sim, scenario }: World, halls: readonly Hall[]): void {
	const { gate_clock_set, gate_clock_frozen } = scenario.faults;
	const ownTime = gate_clock_set > 0 || gate_clock_frozen > 0;
	const isOver = (until: number, { opened }: Door) => {
		const ended = until / 1000 + SALT_GRACE;
		const settled = opened?.settled() ?? 0;
		return ended + MARGIN < sim.seconds() && (!ownTime || ended + ROUNDS < settled);
	};
	for (const { truth, evenings, doors } of halls) {
		for (const door of doors) {
			const pseudonyms = evenings
				.filter(({ until }) => isOver(until, door))
				.flatMap(({ assignment }) => truth.events(assignment))
				.flatMap((event) => (event.type === "passage" ? [event.pseudonym, event.salt] : []));
			const forbidden = new Set([...truth.persons(), ...pseudonyms]);
			const kept = settledTextOf(door);
			const found = [...forbidden].find((text) => kept.includes(text));
			if (found === undefined) continue;
			sim.broken("nothing of a person is kept after the event", `${door.name}: ${found}`, [door.name]);
		}
	}
}

/** All of the disk but what waits for the portal. */
function settledTextOf({ disk }: Door): string {
	const { checkins, facts, salts, lists } = disk;
	const rows = [...checkins.rows.values()].filter(({ sent }) => sent);
	return JSON.stringify([
		rows,
		[...checkins.posts].map(([assignment, posts]) => [assignment, ...posts.values()]),
		[...facts],
		[...salts],
		[...lists.files],
	]);
}
