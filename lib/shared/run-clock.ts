/**
 * How long ago something was, on a device whose clock anybody may set. A run is one page's life: its moments say nothing to
 * another one, since nothing says how long lay between the two.
 */
import type { NumericDate } from "./numeric-date";

/** One moment by the device's clock and by a clock that nobody can set, seconds with fractions. */
export type Moment = { readonly wall: number; readonly monotonic: number };

export type RunClock = {
	/** Which run this is. */
	readonly run: string;
	/**
	 * Whole seconds since 1970 by the device's clock when the run began; from then on no fewer pass here than pass in truth.
	 * What is dated by it looks at least as old as it is, whoever sets the device's clock meanwhile, to wherever.
	 */
	readonly now: () => NumericDate;
	/** Seconds of this run, no more than have passed in truth: browsers do not count those in which a device sleeps. */
	readonly lived: () => number;
};

/** Two clocks that are read one after the other, and rounded for privacy, part by less without anybody's doing. */
const ROUNDING = 0.2;

export function runClock(run: string, moment: () => Moment): RunClock {
	const begun = moment();
	let apart = begun.wall - begun.monotonic;
	let ahead = apart;
	return {
		run,
		now() {
			const { wall, monotonic } = moment();
			const parted = wall - monotonic - apart;
			if (Math.abs(parted) > ROUNDING) {
				// It slept, or was set ahead: either way so much may have passed. Set back, it says nothing.
				ahead += Math.max(0, parted);
				apart += parted;
			}
			return Math.floor(monotonic + ahead);
		},
		lived: () => moment().monotonic - begun.monotonic,
	};
}
