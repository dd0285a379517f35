import { numberOf } from "@/lib/device/counter/day-list";
import type { TodayAct } from "../entry/same-today";
import type { DayEntries } from "./use-day-list";

/** What was issued today and still stands, of what can be opened. */
export function todayOf(list: DayEntries, now: Date): readonly TodayAct[] {
	if (list.state !== "ready") return [];
	return list.entries.flatMap(({ row, sheet, revocation }): TodayAct[] => {
		const today = new Date(row.queuedAt * 1000).toDateString() === now.toDateString();
		if (!today || sheet == null || row.state === "refused" || revocation !== undefined) return [];
		const act = sheet.kind === "A" ? "antigen" : sheet.kind === "V" ? "vaccination" : "pcr";
		return [{ number: numberOf(row), at: row.queuedAt, act, person: sheet.person }];
	});
}
