/** What is killed, in which order: all choices are made beforehand, so that a seed replays them. */
import { randomFor } from "../fuzz/random";

export const VICTIMS = ["instance 1", "instance 2", "database"] as const;
export type Victim = (typeof VICTIMS)[number];

export type Kill = {
	/** Killed in the same moment. */
	readonly victims: readonly [Victim, ...Victim[]];
	/** How often devices are told that something is stored before it, and the milliseconds from then on. */
	readonly work: number;
	readonly pause: number;
	/** Milliseconds until they are started again. */
	readonly down: number;
};

/** Most fall while much is under way; a few into starts and recoveries of what was killed before. */
const WORKS = [0, 2, 8, 8] as const;
const PAUSES = [50, 400, 1_500] as const;
const DOWNS = [0, 300, 2_000] as const;

const DRAWN: readonly Kill["victims"][] = [
	...Array<Kill["victims"]>(3).fill(["instance 1"]),
	...Array<Kill["victims"]>(3).fill(["instance 2"]),
	...Array<Kill["victims"]>(4).fill(["database"]),
	["instance 1", "database"],
	["instance 1", "instance 2"],
];

export function planOf(seed: number, kills: number): readonly Kill[] {
	return Array.from({ length: kills }, (_, i) => {
		const random = randomFor(seed, "chaos:portal", i);
		const victims = random.pick(DRAWN);
		const work = random.int(random.pick(WORKS) + 1);
		return { victims, work, pause: random.int(random.pick(PAUSES)), down: random.int(random.pick(DOWNS) + 1) };
	});
}
