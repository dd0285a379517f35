/**
 * [CC-6] Five rejected codes within an hour lock code entry for 60 s, doubling to an hour. A pure state machine: the
 * device keeps the state durably, so that a restart does not open the lock. Only `rejected` counts; `typo`, `expired` and
 * `keys_missing` are no guesses, and `accepted` takes nothing back: whoever has one genuine code could otherwise try
 * others for as long as they like.
 */
import { HOUR, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";

const REJECTIONS_PER_LOCK = 5;
const FIRST_LOCK = MINUTE;
const LONGEST_LOCK = HOUR;
/** A rejection counts for this long. */
const COUNTED_FOR = HOUR;
/** A device that has been left alone for this long after its last lock starts again at the shortest one. */
const QUIET_PERIOD = HOUR;

export type EntryLock = {
	/** Times of the rejections since the last lock that may still count, in the order in which they came: four at most. */
	readonly rejectedAt: readonly NumericDate[];
	/** End of the last lock; code entry is closed before it. */
	readonly lockedUntil: NumericDate;
	/** Length of the last lock in seconds, 0 for none yet. */
	readonly lastLock: number;
};

export const OPEN_LOCK: EntryLock = { rejectedAt: [], lockedUntil: 0, lastLock: 0 };

/**
 * Seconds until code entry opens, 0 when it is open. A clock that stands before the lock began was set back: the lock
 * is void then, since it would otherwise close a door for days.
 */
export function lockedFor(lock: EntryLock, now: NumericDate): number {
	return now >= lock.lockedUntil - lock.lastLock ? Math.max(0, lock.lockedUntil - now) : 0;
}

/**
 * The state after a code was judged. While locked nothing is judged and nothing changes. A rejection that lies ahead of
 * `now` was noted before the clock was set back; it counts, since setting the clock must not buy guesses.
 */
export function afterCode(
	lock: EntryLock,
	outcome: "accepted" | "rejected" | "expired" | "keys_missing" | "typo",
	now: NumericDate,
): EntryLock {
	if (outcome !== "rejected" || lockedFor(lock, now) > 0) return lock;
	const rejectedAt = [...lock.rejectedAt.filter((time) => time > now - COUNTED_FOR), now];
	if (rejectedAt.length < REJECTIONS_PER_LOCK) return { ...lock, rejectedAt };
	const quiet = now >= lock.lockedUntil + QUIET_PERIOD;
	const lastLock = quiet || lock.lastLock === 0 ? FIRST_LOCK : Math.min(2 * lock.lastLock, LONGEST_LOCK);
	return { rejectedAt: [], lockedUntil: now + lastLock, lastLock };
}
