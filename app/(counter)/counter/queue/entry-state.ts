import type { DayEntry } from "./use-day-list";

/** How far an attestation of the list is, as the counter sees it. */
export type EntryState =
	| "waiting"
	| "sending"
	| "registered"
	| "refused"
	| "corrected"
	| "closed"
	/** Taken back: asked for, and not yet known to the authority. */
	| "revoking"
	| "revoked";

export function stateOf({ row, revocation }: Pick<DayEntry, "row" | "revocation">): EntryState {
	if (revocation === "waiting") return "revoking";
	if (revocation === "done") return "revoked";
	if (row.state !== "refused") return row.state;
	if (row.correctedBy !== undefined) return "corrected";
	return row.closedAt === undefined ? "refused" : "closed";
}
