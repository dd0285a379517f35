import "client-only";
import { voidIndices } from "@/lib/kit/start-ledger";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { startLedger } from "../identity/start";
import { database, type RelaisDatabase } from "../store/database";
import { numberOf } from "./day-list";

/** A number, as people read it, that was used up and of which no sheet came. */
export type DayGap = { readonly number: number; readonly at: NumericDate };

/** [SH-14] Those of a period, oldest first, as far as the device remembers its starts (OL-3). */
export async function loadGaps(
	{ from, to }: { readonly from: NumericDate; readonly to: NumericDate },
	db: RelaisDatabase = database(),
): Promise<readonly DayGap[]> {
	const known = voidIndices((await startLedger(db).read()) ?? []);
	return known
		.filter(({ at }) => at >= from && at < to)
		.map(({ index, at }) => ({ number: numberOf({ index }), at }))
		.toSorted((a, b) => a.at - b.at || a.number - b.number);
}
