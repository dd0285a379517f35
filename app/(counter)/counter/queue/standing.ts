import { type PaperStanding, standingAfter } from "@/lib/outbox/paper-standing";
import type { DayEntry } from "./use-day-list";

/** What is said of the paper of a refused record (messages `day.standing`). */
export type StandingName = Exclude<PaperStanding, "stands"> | "accepted" | "revoking" | "revoked" | "unknown";

export function standingOf({
	row,
	revocation,
}: Pick<DayEntry, "revocation"> & { row: { readonly reason: string } }): StandingName {
	if (revocation === "done") return "revoked";
	if (revocation === "waiting") return "revoking";
	// The portal would not take it back, or there is nothing left here by which to ask.
	if (revocation === "refused" || row.reason === "sealed_unreadable") return "unknown";
	const standing = standingAfter(row.reason);
	return standing === "stands" ? "accepted" : standing;
}
