import "server-only";
import type { NumericDate } from "@/lib/shared/numeric-date";

/** 9999-12-31T23:59:59Z: what a column holds and ISO 8601 writes with four digits of year. */
export const LAST_SECOND = 253_402_300_799;

/** A NumericDate as the database takes it. */
export function timestamp(time: NumericDate): Date {
	return new Date(time * 1_000);
}

/** Whole seconds of a database time. */
export function numericDate(time: Date): NumericDate {
	return Math.floor(time.getTime() / 1_000);
}
