/** What a pass is shown for: which policy applies, and at which moment it is asked. */
import type { CivilDay } from "@/lib/shared/civil-day";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { dayInZone, startOfDay } from "./zoned-calendar";

export const ACTIVITIES = ["venue", "train", "journey"] as const;
export type PolicyActivity = (typeof ACTIVITIES)[number];

export type Occasion =
	| { readonly activity: "venue" | "train" }
	/** A journey is judged by the rules of its destination as they will be on arrival. */
	| {
			readonly activity: "journey";
			/** ISO 3166-1, two capitals. */
			readonly destination: string;
			/** Absent: now. */
			readonly arrival?: Arrival | undefined;
	  };

/** An instant, or a day on the destination's calendar. */
export type Arrival = { readonly at: NumericDate } | { readonly day: CivilDay };

/**
 * When the rules are asked. A day of arrival is now where it is today, else its first second in the policy's zone: the
 * hour is not known, and nobody is refused for a later one.
 */
export function momentOf(occasion: Occasion, now: NumericDate, zone: string): NumericDate {
	if (occasion.activity !== "journey" || occasion.arrival === undefined) return now;
	const { arrival } = occasion;
	if ("at" in arrival) return arrival.at;
	return dayInZone(now, zone) === arrival.day ? now : startOfDay(arrival.day, zone);
}
