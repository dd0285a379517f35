/**
 * What a device itself knows about the time (spec TL-4): how far its own clock has ever been, and how the portal's stood
 * to it. Nobody signed either, so neither stops a verdict: they word a warning, and correct what a counter signs with.
 * What the signed documents in use say is looked up in them (./trust-age.ts).
 */
import { DAY, HOUR, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import type { Moment } from "@/lib/shared/run-clock";

export type ClockMemory = {
	/** The latest time that the device's own clock has shown. */
	readonly own: NumericDate;
	/** The value of `own` that a supervisor looked at, and confirmed the clock all the same; null: none. */
	readonly confirmed: NumericDate | null;
	/** Server time minus device time at the last contact, seconds; null before the first one. */
	readonly offset: number | null;
};

export const NO_CLOCK_MEMORY: ClockMemory = { own: 0, confirmed: null, offset: null };

export type ClockReading = {
	/** The device's clock. */
	readonly now: NumericDate;
	/** The latest time that it has ever shown, `now` included. */
	readonly ownPast: NumericDate;
	/** Seconds by which it shows less than that. */
	readonly behind: number;
	/** Whether it shows so much less than before that a supervisor has to look at it, and nobody has yet. */
	readonly unconfirmed: boolean;
	/** Server time minus device time at the last contact, seconds; undefined before the first one. */
	readonly offset: number | undefined;
};

/** [TL-4] Set back by more, the clock is to be confirmed. */
const CONFIRM_BEYOND = DAY;
/** A reading is remembered to the minute: a write for every scan would wear the disk for nothing. */
const READING_GRAIN = MINUTE;
/** A second of travel time is no offset worth a write. */
const OFFSET_GRAIN = 2;

/** `run`: what the clock would show had nobody set it in this run, by the monotonic clock. */
export function clockReading(memory: ClockMemory, now: NumericDate, run: NumericDate = now): ClockReading {
	const ownPast = Math.max(memory.own, run, now);
	const unconfirmed = ownPast - now > CONFIRM_BEYOND && memory.confirmed !== memory.own;
	return { now, ownPast, behind: ownPast - now, unconfirmed, offset: memory.offset ?? undefined };
}

/** The memory after the device's clock was read; the very same object where there is nothing new to remember. */
export function afterReading(memory: ClockMemory, now: NumericDate): ClockMemory {
	return now >= memory.own + READING_GRAIN ? { ...memory, own: now } : memory;
}

/** A supervisor looked at the clock and found it right. */
export function afterConfirmation(memory: ClockMemory): ClockMemory {
	return { ...memory, confirmed: memory.own };
}

/** A newer signed list arrived at `now`: it tells the time, and what the clock once showed beyond it was wrong. */
export function afterSignedTime(
	memory: ClockMemory,
	{ time, now }: { readonly time: NumericDate; readonly now: NumericDate },
): ClockMemory {
	const newest = Math.max(time, now);
	return memory.own > newest ? { ...memory, own: newest, confirmed: null } : memory;
}

/** The portal's own time, just received at `now`. It also forgives an own clock that was ahead. */
export function afterServerTime(
	memory: ClockMemory,
	{ time, now }: { readonly time: NumericDate; readonly now: NumericDate },
): ClockMemory {
	const forgiven = afterSignedTime(memory, { time, now });
	const offset = time - now;
	const known = memory.offset;
	const kept = known !== null && Math.abs(known - offset) <= OFFSET_GRAIN ? known : offset;
	return forgiven === memory && kept === known ? memory : { ...forgiven, offset: kept };
}

/** A jump of the clock that is believed only once it has shown the same for a while. */
const JUMP = DAY;
const SETTLED_AFTER = HOUR;

/**
 * The time by which something may end for good. A clock that was set ahead must not destroy what a clock set right would
 * still need: what this run did not live through counts only after an hour of it. `ownBefore`: the latest that the clock
 * showed before this run; `run`: what it would show had nobody set it since; `ranFor`: seconds since this run began.
 */
export function settledTime(at: {
	readonly now: NumericDate;
	readonly run: NumericDate;
	readonly ownBefore: NumericDate;
	readonly ranFor: number;
}): NumericDate {
	const lived = Math.min(at.now, at.run);
	return at.ranFor >= SETTLED_AFTER || lived - at.ownBefore <= JUMP ? lived : at.ownBefore;
}

/** How the server's clock stood to the device's at a contact of this run, and when that was. */
export type Contact = Moment & { readonly offset: number };

/** More than the two clocks of one device part by themselves between two contacts: somebody set one. */
const DRIFT_SECONDS = 30;
/** A smaller offset makes no paper invalid: it is well below `CLOCK_TOLERANCE`. */
const OFFSET_WORTH_CORRECTING = 60;

/**
 * The best guess at the true time, whole seconds: the device's clock, corrected by what the portal said a while ago. It
 * is what attestations are signed with: a paper from a clock that is two hours ahead would be refused at every door.
 * Only as long as both clocks agree how long ago that was is the offset still true: whoever sets the clock right in
 * between must not be corrected twice.
 */
export function bestTime({ wall, monotonic }: Moment, contact: Contact | undefined): NumericDate {
	const now = Math.floor(wall);
	if (contact === undefined || Math.abs(contact.offset) < OFFSET_WORTH_CORRECTING) return now;
	const drift = wall - contact.wall - (monotonic - contact.monotonic);
	return Math.abs(drift) < DRIFT_SECONDS ? now + contact.offset : now;
}
