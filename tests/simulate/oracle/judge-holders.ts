/** In calm whoever has a sheet comes once more, and is told what became of it. */
import { MINUTE } from "@/lib/shared/numeric-date";
import type { World } from "../world";

/** A sheet of the last minutes may still be in its first hands. */
const LAST_MINUTES = 3 * MINUTE * 1000;

export function judgeHolders({ sim, ledger, holders }: World): void {
	for (const { record, told, since } of holders.values()) {
		const { key } = record;
		const word = ledger.open.get(key)?.committed;
		if (word === undefined || sim.time() - since < LAST_MINUTES) continue;
		if (told === undefined) sim.broken("in calm every holder is answered", key, [key]);
	}
}
