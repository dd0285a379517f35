/**
 * How long a counter keeps what it issued (docs/privacy.md). Nothing that is not settled is ever touched: an entry is
 * settled when the authority registered it, or when a person corrected or closed a refused one.
 */
import { assertNever } from "@/lib/shared/assert-never";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { needsCare, type OutboxEntry } from "./outbox";

/** Days for which names and sheets are kept where the kit of the device does not say. */
const DAYS_KEPT = 31;

export type Kept = "everything" | "sheet" | "nothing";

/**
 * What of this entry may still be kept at `now`. Details of the person go as soon as it is settled; sheet and line when
 * the authority's days are over, counted from when it was issued (which is when it was queued) or, if that came later,
 * settled.
 */
export function keptOf(
	entry: OutboxEntry,
	at: { readonly now: NumericDate; readonly days?: number | undefined },
): Kept {
	const settledAt = settledTime(entry);
	if (settledAt === undefined) return "everything";
	const from = Math.max(settledAt, entry.queuedAt);
	return at.now < from + (at.days ?? DAYS_KEPT) * DAY ? "sheet" : "nothing";
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
