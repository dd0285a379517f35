import type { OutboxEntry } from "@/lib/outbox/outbox";
import type { DayEntry } from "./use-day-list";

/** How far an attestation or a positive result of the list is, as the counter sees it. */
export type EntryState =
	| "waiting"
	| "sending"
	| "registered"
	| "refused"
	/** Another one took its place; its paper is taken back. */
	| "corrected"
	| "closed"
	/** Taken back: asked for, and not yet known to the authority. */
	| "revoking"
	| "revoked";

export function stateOf({
	row,
	revocation,
	isReplaced = false,
}: { readonly row: OutboxEntry } & Partial<Pick<DayEntry, "revocation" | "isReplaced">>): EntryState {
	// Taking the paper of a refused record back mends nothing: somebody still has to look at it.
	if (row.state === "refused" && row.correctedBy !== undefined) return "corrected";
	if (row.state === "refused" && row.reason === "revoked" && revocation === "done") return "revoked";
	if (row.state === "refused") return row.closedAt === undefined ? "refused" : "closed";
	if (revocation === "waiting") return "revoking";
	if (revocation === "done") return isReplaced ? "corrected" : "revoked";
	return row.state;
}
