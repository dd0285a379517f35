/**
 * [CC-6] Five rejected codes lock code entry for 60 s, doubling to an hour. A pure state machine: the device keeps the
 * state durably, so that a restart does not open the lock. Only `rejected` counts; `typo`, `expired` and
 * `keys_missing` are no guesses.
 */
import { HOUR, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";

const REJECTIONS_PER_LOCK = 5;
const FIRST_LOCK = MINUTE;
const LONGEST_LOCK = HOUR;
/** A device that has been left alone for this long after its last lock starts again at the shortest one. */
const QUIET_PERIOD = HOUR;

export type EntryLock = {
	/** Rejections since the last lock or acceptance. */
	readonly rejections: number;
	/** End of the last lock; code entry is closed before it. */
	readonly lockedUntil: NumericDate;
	/** Length of the last lock in seconds, 0 for none yet. */
	readonly lastLock: number;
};

export const OPEN_LOCK: EntryLock = { rejections: 0, lockedUntil: 0, lastLock: 0 };

/**
 * Seconds until code entry opens, 0 when it is open. A clock that stands before the lock began was set back: the lock
 * is void then, since it would otherwise close a door for days.
 */
export function lockedFor(lock: EntryLock, now: NumericDate): number {
	return now >= lock.lockedUntil - lock.lastLock ? Math.max(0, lock.lockedUntil - now) : 0;
}

/**
 * The state after a code was judged. An acceptance forgets the rejections but not how long the last lock was: one
 * genuine code does not buy five guesses at the shortest lock. While locked nothing is judged and nothing changes.
 */
export function afterCode(
	lock: EntryLock,
	outcome: "accepted" | "rejected" | "expired" | "keys_missing" | "typo",
	now: NumericDate,
): EntryLock {
	if (lockedFor(lock, now) > 0) return lock;
	switch (outcome) {
		case "accepted":
			return { ...lock, rejections: 0 };
		case "typo":
		case "expired":
		case "keys_missing":
			return lock;
		case "rejected": {
			if (lock.rejections + 1 < REJECTIONS_PER_LOCK) return { ...lock, rejections: lock.rejections + 1 };
			const quiet = now >= lock.lockedUntil + QUIET_PERIOD;
			const lastLock = quiet || lock.lastLock === 0 ? FIRST_LOCK : Math.min(2 * lock.lastLock, LONGEST_LOCK);
			return { rejections: 0, lockedUntil: now + lastLock, lastLock };
		}
	}
}
