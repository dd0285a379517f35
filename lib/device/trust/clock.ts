import "client-only";
import { z } from "zod";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { database, type RelaisDatabase } from "../store/database";
import { readFact, writeFact } from "../store/facts";

/**
 * What this device knows about the time (spec TL-4): a clock that never runs backwards.
 *
 * Two kinds of witness are kept. `signed`: times that an authority signed or the portal answered with; they only grow.
 * `own`: the device's own clock, so that setting it back is noticed offline too. A clock that was once ahead by mistake
 * would poison `own` for ever, hence every contact with the portal resets it.
 */
const CLOCK_FACT = "clock";

const clockFact = z.object({ signed: z.number(), own: z.number(), offset: z.number().nullable() });
type ClockFact = z.infer<typeof clockFact>;

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

/** The device's clock now, whole seconds. */
export function deviceNow(): NumericDate {
	return Math.floor(Date.now() / 1000);
}

const parseClock = (value: unknown): ClockFact | undefined => clockFact.safeParse(value).data;

/**
 * How the server's clock stood to ours at the last contact of this page, and how long ago that was by the monotonic
 * clock. Only as long as both of our clocks agree about that is the offset still true: whoever sets the clock right in
 * between must not be corrected twice.
 */
let contact: { readonly offset: number; readonly wall: number; readonly monotonic: number } | undefined;
const DRIFT_SECONDS = 30;
/** A smaller offset makes no paper invalid: it is well below `CLOCK_TOLERANCE`. */
const OFFSET_WORTH_CORRECTING = 60;

/**
 * The best guess at the true time, whole seconds: the device's clock, corrected by what the portal said a while ago. It
 * is what attestations are signed with: a paper from a clock that is two hours ahead would be refused at every door.
 */
export function bestNow(): NumericDate {
	const now = deviceNow();
	if (contact === undefined || Math.abs(contact.offset) < OFFSET_WORTH_CORRECTING) return now;
	const elapsed = { wall: Date.now() / 1000 - contact.wall, monotonic: performance.now() / 1000 - contact.monotonic };
	return Math.abs(elapsed.wall - elapsed.monotonic) < DRIFT_SECONDS ? now + contact.offset : now;
}

async function load(db: RelaisDatabase): Promise<ClockFact> {
	return (await readFact(CLOCK_FACT, parseClock, db)) ?? { signed: 0, own: 0, offset: null };
}

async function change(db: RelaisDatabase, next: (fact: ClockFact) => ClockFact): Promise<void> {
	await db.transaction("rw", db.facts, async () => {
		const before = await load(db);
		const after = next(before);
		if (after.signed !== before.signed || after.own !== before.own || after.offset !== before.offset) {
			await writeFact(CLOCK_FACT, after, db);
		}
	});
}

/** Reads the clock and remembers the reading (to the minute: a write for every scan would wear the disk for nothing). */
export async function readClock(db: RelaisDatabase = database()): Promise<ClockReading> {
	const now = deviceNow();
	const fact = await load(db);
	if (isPlausible(now, fact) && now >= fact.own + 60) {
		await change(db, (before) => ({ ...before, own: Math.max(before.own, now) }));
	}
	return readingOf(now, fact);
}

/** Reads the clock without remembering the reading: for screens that follow the database. */
export async function peekClock(db: RelaisDatabase = database()): Promise<ClockReading> {
	return readingOf(deviceNow(), await load(db));
}

/** A reading more than a month beyond everything signed is a wrong clock, not a witness. */
function isPlausible(now: NumericDate, fact: ClockFact): boolean {
	return fact.signed === 0 || now < fact.signed + 31 * DAY;
}

function readingOf(now: NumericDate, fact: ClockFact): ClockReading {
	const newestTimeSeen = Math.max(fact.signed, fact.own, isPlausible(now, fact) ? now : 0);
	return { now, newestTimeSeen, behind: Math.max(0, newestTimeSeen - now), offset: fact.offset ?? undefined };
}

/** A signed time (a list's `iat`): no clock can be earlier. */
export async function witnessSignedTime(time: NumericDate, db: RelaisDatabase = database()): Promise<void> {
	await change(db, (before) => ({ ...before, signed: Math.max(before.signed, time) }));
}

/** The portal's own time, just received. It also forgives an own clock that was ahead. */
export async function witnessServerTime(time: NumericDate, db: RelaisDatabase = database()): Promise<void> {
	const offset = time - deviceNow();
	contact = { offset, wall: Date.now() / 1000, monotonic: performance.now() / 1000 };
	await change(db, (before) => ({
		signed: Math.max(before.signed, time),
		own: Math.min(before.own, Math.max(before.signed, time)),
		// A second of travel time is no offset worth a write.
		offset: before.offset !== null && Math.abs(before.offset - offset) <= 2 ? before.offset : offset,
	}));
}
