/**
 * What a device knows about the time (spec TL-4): a clock that never runs backwards.
 *
 * Two kinds of witness are kept. `signed`: times that an authority signed or the portal answered with; they only grow.
 * `own`: the device's own clock, so that setting it back is noticed offline too. A clock that was once ahead by mistake
 * would spoil `own` for ever, hence every contact with the portal resets it.
 */
import { DAY, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";

export type ClockMemory = {
	readonly signed: NumericDate;
	readonly own: NumericDate;
	/** Server time minus device time at the last contact, seconds; null before the first one. */
	readonly offset: number | null;
};

export const NO_CLOCK_MEMORY: ClockMemory = { signed: 0, own: 0, offset: null };

export type ClockReading = {
	/** The device's clock. */
	readonly now: NumericDate;
	/** The newest time that this device has a witness for. */
	readonly newestTimeSeen: NumericDate;
	/** Seconds by which the clock is behind the newest time seen; 0 when it is not. */
	readonly behind: number;
	/** Server time minus device time at the last contact, seconds; undefined before the first one. */
	readonly offset: number | undefined;
};

/** A reading further beyond everything signed is a wrong clock, not a witness. */
const PLAUSIBLE_AHEAD = 31 * DAY;
/** A reading is remembered to the minute: a write for every scan would wear the disk for nothing. */
const READING_GRAIN = MINUTE;
/** A second of travel time is no offset worth a write. */
const OFFSET_GRAIN = 2;

function isPlausible(now: NumericDate, { signed }: ClockMemory): boolean {
	return signed === 0 || now < signed + PLAUSIBLE_AHEAD;
}

export function clockReading(memory: ClockMemory, now: NumericDate): ClockReading {
	const newestTimeSeen = Math.max(memory.signed, memory.own, isPlausible(now, memory) ? now : 0);
	return { now, newestTimeSeen, behind: Math.max(0, newestTimeSeen - now), offset: memory.offset ?? undefined };
}

/** The memory after the device's clock was read; the very same object where there is nothing new to remember. */
export function afterReading(memory: ClockMemory, now: NumericDate): ClockMemory {
	return isPlausible(now, memory) && now >= memory.own + READING_GRAIN ? { ...memory, own: now } : memory;
}

/** A signed time (a list's `iat`): no clock can be earlier. */
export function afterSignedTime(memory: ClockMemory, time: NumericDate): ClockMemory {
	return time > memory.signed ? { ...memory, signed: time } : memory;
}

/** The portal's own time, just received at `now`. It also forgives an own clock that was ahead. */
export function afterServerTime(
	memory: ClockMemory,
	{ time, now }: { readonly time: NumericDate; readonly now: NumericDate },
): ClockMemory {
	const signed = Math.max(memory.signed, time);
	const own = Math.min(memory.own, signed);
	const offset = time - now;
	const known = memory.offset;
	const kept = known !== null && Math.abs(known - offset) <= OFFSET_GRAIN ? known : offset;
	const same = signed === memory.signed && own === memory.own && kept === known;
	return same ? memory : { signed, own, offset: kept };
}

/** One moment by the device's clock and by a clock that nobody can set, seconds with fractions. */
export type Moment = { readonly wall: number; readonly monotonic: number };

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
