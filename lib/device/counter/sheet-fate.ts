import "client-only";
import { database, type RelaisDatabase } from "../store/database";
import type { OutboxRow } from "../store/rows";

/**
 * What became of a printed sheet (spec SH-7). Only a person knows whether paper came out of a printer: until somebody
 * says so the sheet is offered, whatever was registered meanwhile.
 */
const SHEET_FATES = ["handed", "useless"] as const;
export type SheetFate = (typeof SHEET_FATES)[number];

/** Nobody said yet what became of the sheet. Rows of an earlier app know only whether it was on a screen. */
export function isFateOpen({ fate, shown = false }: Pick<OutboxRow, "fate" | "shown">): boolean {
	return fate === undefined ? !shown : fate === null;
}

/** Durable when it resolves. A later word replaces an earlier one: null takes it back. */
export async function sayFate(
	keys: readonly string[],
	fate: SheetFate | null,
	db: RelaisDatabase = database(),
): Promise<void> {
	await db.transaction("rw", db.outbox, async () => {
		for (const key of keys) await db.outbox.update(key, { fate });
	});
}
