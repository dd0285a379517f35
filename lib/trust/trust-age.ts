/**
 * How old the trust list is, and whether the device's clock can be believed (spec TL-4). Only signed documents in use
 * bear witness against a clock: a time that nobody signed may word a warning and nothing else, for one wrong answer
 * would otherwise close a door until real time catches up.
 */
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import { DAY, HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import type { Trust } from "./trust";

/** TL-4. */
export const FRESH_LIMIT = 24 * HOUR;
export const AGEING_LIMIT = 72 * HOUR;
export const DEFAULT_HARD_STOP = 14 * DAY;
/** A clock behind a signed document by more than a day: no verdict can rest on it. */
export const CLOCK_IMPLAUSIBLE_LIMIT = 24 * HOUR;

export type TrustAge = {
	readonly state: "fresh" | "ageing" | "stale";
	/** Seconds since the list's `iat`, never negative. */
	readonly seconds: number;
};

/** A signed document in use, and the time that it was signed at. */
export type TimeWitness = { readonly document: "keyset" | "list"; readonly iat: NumericDate };

/** The latest signed document in use (TL-4 *newest*); undefined where there is none. */
export function newestWitness({ keyset, list }: Pick<Trust, "keyset" | "list">): TimeWitness | undefined {
	if (!keyset) return undefined;
	if (list && list.iat >= keyset.iat) return { document: "list", iat: list.iat };
	return { document: "keyset", iat: keyset.iat };
}

/** Undefined without a trust list. One that no longer verifies goes on ageing by the time that it bears. */
export function trustAge(trust: Trust, now: NumericDate): TrustAge | undefined {
	const iat = trust.list?.iat ?? trust.retired?.iat;
	return iat === undefined ? undefined : ageOf(iat, Math.max(now, newestWitness(trust)?.iat ?? now));
}

/** The age, at `now`, of a list signed at `iat`. */
export function ageOf(iat: NumericDate, now: NumericDate): TrustAge {
	const seconds = Math.max(0, now - iat);
	return { seconds, state: seconds < FRESH_LIMIT ? "fresh" : seconds < AGEING_LIMIT ? "ageing" : "stale" };
}

export type ClockState =
	| { readonly state: "plausible" | "behind" }
	/** `witness`: the document that says so. */
	| { readonly state: "implausible"; readonly witness: TimeWitness };

/** `ownPast`: the latest time that the device's own clock has ever shown. It warns and never stops (TL-4). */
export function clockState(trust: Trust, now: NumericDate, ownPast: NumericDate = now): ClockState {
	const witness = newestWitness(trust);
	if (witness && witness.iat - now > CLOCK_IMPLAUSIBLE_LIMIT) return { state: "implausible", witness };
	const behind = Math.max(witness?.iat ?? now, ownPast) - now > CLOCK_TOLERANCE;
	return { state: behind ? "behind" : "plausible" };
}
