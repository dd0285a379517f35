/** The clocks of one device: one that people and batteries set, and one that nobody can. */
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Moment } from "@/lib/shared/run-clock";
import type { Simulation } from "../engine/simulation";

export type DeviceClock = {
	/** What `Date.now()` says, whole seconds. */
	readonly now: () => NumericDate;
	readonly moment: () => Moment;
	/** From now on so many milliseconds ahead of true time. */
	readonly set: (ahead: number) => void;
	readonly ahead: () => number;
	/** Somebody touched it since then, or it stands still. */
	readonly touchedSince: (time: number) => boolean;
	/** It shows the same until it is set. */
	readonly freeze: () => void;
};

export function deviceClock(sim: Simulation): DeviceClock {
	let ahead = 0;
	let frozen: number | undefined;
	let touched = 0;
	const wall = () => frozen ?? sim.time() + ahead;
	return {
		now: () => Math.floor(wall() / 1000),
		moment: () => ({ wall: wall() / 1000, monotonic: sim.time() / 1000 }),
		set(next) {
			ahead = Math.round(next);
			frozen = undefined;
			touched = sim.time();
		},
		touchedSince: (time) => frozen !== undefined || touched >= time,
		ahead: () => wall() - sim.time(),
		freeze() {
			frozen = wall();
		},
	};
}
