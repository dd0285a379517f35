import { numberOf } from "@/lib/device/counter/day-list";
import { stateOf } from "../queue/entry-state";
import type { DayEntry } from "../queue/use-day-list";

/** Of the list, what came from the pharmacy's software. */
export function preparedEntries(entries: readonly DayEntry[]): readonly DayEntry[] {
	return entries.filter(({ sheet }) => sheet?.reference !== undefined);
}

/**
 * [PS-5] What the software takes back (docs/pharmacy-software.md): each sheet as it was printed and how far it is, oldest
 * first. `origin`: of the holder's links.
 */
export function sheetFile(entries: readonly DayEntry[], origin: string): string {
	const sheets = preparedEntries(entries)
		.toReversed()
		.flatMap((entry) => {
			const { row, sheet } = entry;
			if (sheet == null) return [];
			return {
				reference: sheet.reference,
				number: numberOf(row),
				state: stateOf(entry),
				...(row.state === "refused" ? { refused: row.reason } : {}),
				kind: sheet.kind,
				performedAt: instant(sheet.performedAt),
				issuedAt: instant(sheet.issuedAt),
				validUntil: instant(sheet.expires),
				...(row.state === "registered" ? { registeredAt: instant(row.registeredAt) } : {}),
				qr: sheet.rp1,
				checkCode: { number: sheet.checkCode.number, code: sheet.checkCode.code },
				holderLink: `${origin}${sheet.holderPath}`,
				...(sheet.stripNumber === undefined ? {} : { stripNumber: sheet.stripNumber }),
			};
		});
	return JSON.stringify({ relais: "sheets", version: 1, sheets }, null, "\t");
}

function instant(time: number): string {
	return new Date(time * 1000).toISOString().replace(".000Z", "Z");
}
