/**
 * How old the trust list is, and whether the device's clock can be believed (spec TL-4). Age is measured against a
 * clock that never runs backwards: the newest time ever seen counts when the device's own has fallen behind.
 */
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import { DAY, HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import type { Trust } from "./trust";

/** TL-4. */
export const FRESH_LIMIT = 24 * HOUR;
export const AGEING_LIMIT = 72 * HOUR;
export const DEFAULT_HARD_STOP = 14 * DAY;
/** A clock behind the newest time seen by more than a day: no verdict can rest on it. */
const CLOCK_IMPLAUSIBLE_LIMIT = 24 * HOUR;

export type TrustAge = {
	readonly state: "fresh" | "ageing" | "stale";
	/** Seconds since the list's `iat`, never negative. */
	readonly seconds: number;
};

/** The newest of the list's and keyset's `iat` and what the caller remembers; undefined when there is none. */
function newestTime(trust: Trust, newestTimeSeen?: NumericDate): NumericDate | undefined {
	const times = [trust.list?.iat, trust.keyset?.iat, newestTimeSeen].filter((time) => time !== undefined);
	return times.length === 0 ? undefined : Math.max(...times);
}

/** Undefined without a trust list. */
export function trustAge(trust: Trust, now: NumericDate, newestTimeSeen?: NumericDate): TrustAge | undefined {
	if (!trust.list) return undefined;
	return ageOf(trust.list.iat, Math.max(now, newestTime(trust, newestTimeSeen) ?? now));
}

/** The age, at `now`, of a list signed at `iat`. */
export function ageOf(iat: NumericDate, now: NumericDate): TrustAge {
	const seconds = Math.max(0, now - iat);
	return { seconds, state: seconds < FRESH_LIMIT ? "fresh" : seconds < AGEING_LIMIT ? "ageing" : "stale" };
}

export type ClockState = "plausible" | "behind" | "implausible";

export function clockState(trust: Trust, now: NumericDate, newestTimeSeen?: NumericDate): ClockState {
	const behind = (newestTime(trust, newestTimeSeen) ?? now) - now;
	if (behind > CLOCK_IMPLAUSIBLE_LIMIT) return "implausible";
	return behind > CLOCK_TOLERANCE ? "behind" : "plausible";
}
