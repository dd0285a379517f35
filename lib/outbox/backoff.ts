/**
 * When to try again (design rule 9): exponential with jitter, so that 12,000 counters that lost the portal in the same
 * second do not all come back in the same second. Pure: the caller brings the random number.
 */
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";

const FIRST_SECONDS = 4;
const LONGEST_SECONDS = 120;
/** A server that names a time is asked at most this much later than it said, in parts of the time. */
export const RETRY_AFTER_SPREAD = 0.5;

/**
 * Seconds to wait after `failures` failed tries in a row (1 for the first); `random` is in [0, 1).
 * Never earlier than the `retryAfter` that the server named.
 */
export function backoffSeconds(options: { failures: number; random: number; retryAfter?: number | undefined }): number {
	const { failures, random, retryAfter } = options;
	const ceiling = Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** Math.min(16, Math.max(0, failures - 1)));
	const wait = ceiling / 2 + (ceiling / 2) * random;
	if (retryAfter === undefined) return wait;
	return Math.max(wait, retryAfter * (1 + RETRY_AFTER_SPREAD * random));
}

/** The state of the way to the portal, shared by everything that uses it. */
export type Link = {
	readonly failures: number;
	readonly notBefore: NumericDate;
	/** The server named the time: a hint that the network is back does not shorten it. */
	readonly named: boolean;
	/** When the last failure was noted; absent from what an earlier version noted. */
	readonly at?: NumericDate | undefined;
};

export const FRESH_LINK: Link = { failures: 0, notBefore: 0, named: false };

/** A longer wait is taken for one that was counted by a clock that was ahead. */
const LONGEST_HOLD = 2 * HOUR;

/** The stored link, unless the clock was set back since: by what it counted the queue would wait for hours. */
export function usableLink(stored: Link | undefined, now: NumericDate): Link {
	if (stored === undefined || stored.notBefore > now + LONGEST_HOLD) return FRESH_LINK;
	return stored.at !== undefined && now < stored.at ? FRESH_LINK : stored;
}

/** [OB-5] Whether what was put off until then may be sent: a longer wait than there is was counted by a clock set back since. */
export function isDue(notBefore: NumericDate, now: NumericDate): boolean {
	return notBefore <= now || notBefore > now + LONGEST_SECONDS + 1;
}

/** `retryAfter`: seconds that the server named; `atLeast`: that we would wait of ourselves. */
export function linkAfterFailure(
	link: Link,
	at: { now: NumericDate; random: number; retryAfter?: number | undefined; atLeast?: number },
): Link {
	const failures = link.failures + 1;
	const wait = Math.max(at.atLeast ?? 0, backoffSeconds({ failures, random: at.random, retryAfter: at.retryAfter }));
	return { failures, notBefore: Math.ceil(at.now + wait), named: at.retryAfter !== undefined, at: at.now };
}

/** Somebody plugged the cable in again, or came back to the page: try soon, but not all in the same second. */
export function linkAfterHint(link: Link, at: { now: NumericDate; random: number }): Link {
	if (link.named) return link;
	return { ...link, notBefore: Math.min(link.notBefore, Math.ceil(at.now + at.random * FIRST_SECONDS)) };
}
