/**
 * How long a counter keeps what it issued (docs/privacy.md). Nothing that is not settled is ever touched: an entry is
 * settled when the authority registered it, or when a person corrected or closed a refused one.
 */
import { assertNever } from "@/lib/shared/assert-never";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { needsCare, type OutboxEntry } from "./outbox";

/** Counted from when it was settled: the sheet can be printed again; the details of the person go at once. */
export const SHEET_KEPT = DAY;
/**
 * Counted from when it was issued, which is when it was queued: the line in the list (number, state, times; nobody's
 * name). One that was settled later than that goes with its sheet.
 */
export const ROW_KEPT = 7 * DAY;

export type Kept = "everything" | "sheet" | "row" | "nothing";

/** What of this entry may still be kept at `now`. */
export function keptOf(entry: OutboxEntry, now: NumericDate): Kept {
	const settledAt = settledTime(entry);
	if (settledAt === undefined) return "everything";
	if (now < settledAt + SHEET_KEPT) return "sheet";
	return now < entry.queuedAt + ROW_KEPT ? "row" : "nothing";
}

function settledTime(entry: OutboxEntry): NumericDate | undefined {
	switch (entry.state) {
		case "waiting":
		case "sending":
			return undefined;
		case "registered":
			return entry.registeredAt;
		case "refused":
			return needsCare(entry) ? undefined : (entry.closedAt ?? entry.refusedAt);
		default:
			return assertNever(entry);
	}
}
