import "client-only";
import { z } from "zod";
import { database, type RelaisDatabase } from "../store/database";
import { factStore } from "../store/facts";

/**
 * Seconds for which this app has run on this device, in all. Unlike the device's clock nobody can set it: a delay that
 * is counted in it is shortened neither by setting the clock, nor by starting again. It stands still while the app is
 * closed.
 */
export type RunningTime = {
	readonly seconds: number;
	/** What the device's clock showed when this was written, seconds. */
	readonly wall: number;
};

/**
 * `elapsed`: seconds since this page last wrote, by the clock that nobody can set. Two pages that run beside each other
 * count once, since the device's clock is asked too; set ahead it adds nothing, set back it takes nothing away.
 */
export function afterRunning(
	memory: RunningTime,
	{ wall, elapsed }: { readonly wall: number; readonly elapsed: number },
): RunningTime {
	return { seconds: memory.seconds + Math.min(elapsed, Math.max(0, wall - memory.wall)), wall };
}

const stored = z.object({ seconds: z.number().nonnegative(), wall: z.number() });
const parse = (value: unknown): RunningTime | undefined => stored.safeParse(value).data;
/** Less than this is lost with the page. */
const GRAIN = 10;

/** `performance.now()` in seconds when this page last wrote. */
let written: number | undefined;

/** Reads it, and writes it where that is due. */
export async function runningTime(db: RelaisDatabase = database()): Promise<number> {
	const monotonic = performance.now() / 1000;
	const wall = Date.now() / 1000;
	written ??= monotonic;
	const elapsed = monotonic - written;
	let now = 0;
	const memory = await factStore("running-time", parse, db).change((before = { seconds: 0, wall }) => {
		const after = afterRunning(before, { wall, elapsed });
		now = after.seconds;
		return after.seconds - before.seconds >= GRAIN || wall < before.wall ? after : before;
	});
	if (memory.wall === wall) written = monotonic;
	return now;
}
