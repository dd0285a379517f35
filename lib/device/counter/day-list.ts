import "client-only";
import { needsCare } from "@/lib/outbox/outbox";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { database, type OutboxRow, type RelaisDatabase, type RevocationRow } from "../store/database";
import type { AttestationSheet } from "./sealed-attestation";
import { isFateOpen } from "./sheet-fate";

/** An entry and, when somebody asked for it, how far its revocation is. */
export type DayRow = { readonly row: OutboxRow; readonly revocation: RevocationRow["state"] | undefined };

/** What the counter shows beside its form, latest first: everything of today, and whatever is older and not settled. */
export async function loadDayRows(dayStart: NumericDate, db: RelaisDatabase = database()): Promise<readonly DayRow[]> {
	const revocations = new Map((await db.revocations.toArray()).map(({ key, state }) => [key, state]));
	const rows = await db.outbox.toArray();
	return rows
		.sort((a, b) => b.queuedAt - a.queuedAt || numberOf(b) - numberOf(a))
		.map((row) => ({ row, revocation: revocations.get(row.key) }))
		.filter(
			({ row, revocation }) =>
				row.queuedAt >= dayStart || !isSettled(row) || revocation === "waiting" || isSheetOpen({ row, revocation }),
		);
}

/** Somebody should have this sheet in hand, and nobody said yet that they do (spec SH-7). */
export function isSheetOpen({ row, revocation }: DayRow): boolean {
	return row.state !== "refused" && revocation === undefined && row.sealed !== null && isFateOpen(row);
}

export function isSettled(row: OutboxRow): boolean {
	return row.state === "registered" || (row.state === "refused" && !needsCare(row));
}

/** What people call an attestation by, on the sheet and in the list. Status indices begin at 0, people at 1. */
export function numberOf({ index }: { readonly index: OutboxRow["index"] | AttestationSheet["index"] }): number {
	return Number(String(index).split(".").at(-1)) + 1;
}
