import { type MendableField, mendableField } from "@/lib/outbox/mending";
import { type PaperStanding, standingAfter } from "@/lib/outbox/paper-standing";
import type { DayEntry } from "./use-day-list";

/** What is said of the paper of a refused record (messages `day.standing`). */
export type StandingName =
	| Exclude<PaperStanding, "stands">
	| "accepted"
	/** Accepted, and registered as it is once somebody puts the record right. */
	| "mendable"
	| "revoking"
	| "revoked"
	| "unknown";

export function standingOf({
	row,
	revocation,
}: Pick<DayEntry, "revocation"> & { row: { readonly reason: string; readonly field?: string } }): StandingName {
	if (revocation === "done") return "revoked";
	if (revocation === "waiting") return "revoking";
	// The portal would not take it back, or there is nothing left here by which to ask.
	if (revocation === "refused" || row.reason === "sealed_unreadable") return "unknown";
	const standing = standingAfter(row.reason);
	if (standing !== "stands") return standing;
	return mendableField(row) === undefined ? "accepted" : "mendable";
}

/** Which field somebody can put right, so that this paper is registered as it is (spec SH-13). */
export function mendedFieldOf({ row, revocation }: Pick<DayEntry, "row" | "revocation">): MendableField | undefined {
	if (row.state !== "refused" || standingOf({ row, revocation }) !== "mendable") return undefined;
	return mendableField(row);
}
