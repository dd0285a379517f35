/** Looks at what came since the last one, so that a publication costs what came, not what is stored. */
import "server-only";
import { MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import { timestamp } from "../db/timestamp";

/** Seconds. */
export const LOOK_BACK = 2 * MINUTE;

/**
 * Where a look begins. Rows are dated before their commit, by the clock of the instance that writes them: it goes back
 * further than the longest such transaction and the usual difference of clocks. What comes later still is found when
 * everything is read.
 */
export function lookFrom(lastLook: NumericDate, now: NumericDate): Date {
	return timestamp(Math.min(lastLook, now) - LOOK_BACK);
}
