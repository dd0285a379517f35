/** Whether a pharmacy registered the same act with the same person on a day. Reads only. */
import "server-only";
import type { SameDayQuestion } from "@/lib/protocol/same-day";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import { numericDate } from "../../db/timestamp";
import { sameDayIndex } from "./same-day-index";

export async function findSameDay(
	{ db, cipher }: ServerContext,
	{ pharmacyNumber }: DeviceCaller,
	question: SameDayQuestion,
): Promise<{ readonly at: NumericDate | null }> {
	if (pharmacyNumber === null) throw new Error("a counter without a pharmacy");
	const sameDay = sameDayIndex(cipher, pharmacyNumber, question);
	const latest = { orderBy: { sampledAt: "desc" }, select: { sampledAt: true } } as const;
	const record = await db.record.findFirst({ where: { pharmacyNumber, sameDay, state: "registered" }, ...latest });
	const found = record ?? (await db.positiveResult.findFirst({ where: { pharmacyNumber, sameDay }, ...latest }));
	return { at: found === null ? null : numericDate(found.sampledAt) };
}
