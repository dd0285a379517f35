import "client-only";
import { needsCare } from "@/lib/outbox/outbox";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { database, type RelaisDatabase } from "../store/database";
import type { OutboxRow, RevocationRow } from "../store/rows";
import type { AttestationSheet } from "./sealed-attestation";
import { isFateOpen } from "./sheet-fate";

/** An entry and, when somebody asked for it, how far its revocation is, and whether that is because another act replaced it. */
export type DayRow = {
	readonly row: OutboxRow;
	readonly revocation: RevocationRow["state"] | undefined;
	readonly isReplaced?: boolean;
};

/** What the counter shows beside its form, latest first: everything of today, and whatever is older and not settled. */
export async function loadDayRows(dayStart: NumericDate, db: RelaisDatabase = database()): Promise<readonly DayRow[]> {
	return (await listed(await db.outbox.toArray(), db)).filter(
		({ row, revocation }) =>
			row.queuedAt >= dayStart || !isSettled(row) || revocation === "waiting" || isSheetOpen({ row, revocation }),
	);
}

/** [SH-5] Everything that was issued from `from` until before `to` and is still kept, latest first. */
export async function loadPeriodRows(
	{ from, to }: { readonly from: NumericDate; readonly to: NumericDate },
	db: RelaisDatabase = database(),
): Promise<readonly DayRow[]> {
	return listed(await db.outbox.where("queuedAt").between(from, to, true, false).toArray(), db);
}

async function listed(rows: readonly OutboxRow[], db: RelaisDatabase): Promise<readonly DayRow[]> {
	const revocations = new Map((await db.revocations.toArray()).map((row) => [row.key, row]));
	return rows
		.toSorted((a, b) => b.queuedAt - a.queuedAt || numberOf(b) - numberOf(a))
		.map((row) => {
			const revocation = revocations.get(row.key);
			return { row, revocation: revocation?.state, isReplaced: revocation?.replacedBy !== undefined };
		});
}

/** Somebody should have this sheet in hand, and nobody said yet that they do (spec SH-7). */
export function isSheetOpen({ row, revocation }: DayRow): boolean {
	return row.state !== "refused" && revocation === undefined && row.sealed !== null && isFateOpen(row);
}

function isSettled(row: OutboxRow): boolean {
	return row.state === "registered" || (row.state === "refused" && !needsCare(row));
}

/** What people call an attestation by, on the sheet and in the list. Status indices begin at 0, people at 1. */
export function numberOf({ index }: { readonly index: OutboxRow["index"] | AttestationSheet["index"] }): number {
	return Number(String(index).split(".").at(-1)) + 1;
}
