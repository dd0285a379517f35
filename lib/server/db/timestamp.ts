import "server-only";
import type { NumericDate } from "@/lib/shared/numeric-date";

/** A NumericDate as the database takes it. */
export function timestamp(time: NumericDate): Date {
	return new Date(time * 1_000);
}

/** Whole seconds of a database time. */
export function numericDate(time: Date): NumericDate {
	return Math.floor(time.getTime() / 1_000);
}
