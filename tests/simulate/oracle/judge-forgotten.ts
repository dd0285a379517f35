/** [CI-5] What a gate keeps of persons: no pass ever, and no name under which one passed once the event is over. */
import { SALT_GRACE } from "@/lib/checkin/salt-grace";
import { HOUR } from "@/lib/shared/numeric-date";
import type { Door, Hall } from "../door/door-parts";
import type { World } from "../world";

/** A clock that nobody set is behind by five hours at most (../device/clock-faults.ts), and the last page may be young. */
const MARGIN = 5.5 * HOUR;

/** At the end of the calm. What the portal has not answered for may stay, under a salt that is gone. */
export function judgeForgotten({ sim }: World, halls: readonly Hall[]): void {
	const over = (until: number) => until / 1000 + SALT_GRACE + MARGIN < sim.seconds();
	for (const { truth, evenings, doors } of halls) {
		const pseudonyms = evenings
			.filter(({ until }) => over(until))
			.flatMap(({ assignment }) => truth.events(assignment))
			.flatMap((event) => (event.type === "passage" ? [event.pseudonym, event.salt] : []));
		const forbidden = new Set([...truth.persons(), ...pseudonyms]);
		for (const door of doors) {
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
