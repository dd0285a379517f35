import { utcDay } from "@/lib/shared/civil-day";
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";

/** Seconds in an expiry slot (spec §5, symbols 1–2). */
export const SLOT_LENGTH = 3 * HOUR;
/** Slots before the two symbols repeat: 128 days. */
export const SLOT_CYCLE = 1024;

/** The absolute slot that `exp` lies in; the code ends at its start. */
export function slotOf(exp: NumericDate): number {
	return Math.floor(exp / SLOT_LENGTH);
}

/** [CC-7] The absolute slot with this value mod 1024 whose start lies nearest to `now`; a tie goes to the later one. */
export function nearestSlot(slotValue: number, now: NumericDate): number {
	return slotValue + SLOT_CYCLE * Math.round((now / SLOT_LENGTH - slotValue) / SLOT_CYCLE);
}

export function slotStart(slot: number): NumericDate {
	return slot * SLOT_LENGTH;
}

/** [CC-1] UTC date of the slot's start, `YYYY-MM-DD`. */
export function slotDay(slot: number): string {
	return utcDay(slotStart(slot));
}
