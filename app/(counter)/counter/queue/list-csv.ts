import { numberOf } from "@/lib/device/counter/day-list";
import { csvText } from "@/lib/shared/csv";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { stateOf } from "./entry-state";
import type { DayEntry } from "./use-day-list";

export type ListWords = {
	readonly columns: readonly string[];
	readonly state: (entry: DayEntry) => string;
	readonly act: (entry: DayEntry) => string;
	readonly at: (time: NumericDate) => string;
};

/** [SH-5] The list as it is on the screen, oldest first. */
export function listCsv(entries: readonly DayEntry[], { columns, state, act, at }: ListWords): string {
	const rows = entries.toReversed().map((entry) => {
		const { row, sheet } = entry;
		return [
			String(numberOf(row)),
			at(row.queuedAt),
			...(sheet == null
				? ["", "", "", "", "", ""]
				: [
						...[sheet.person.family, sheet.person.given, sheet.person.birth, act(entry)],
						...[at(sheet.performedAt), at(sheet.expires)],
					]),
			state(entry),
			row.state === "registered" ? at(row.registeredAt) : "",
		];
	});
	return csvText([columns, ...rows]);
}

/** Whether an entry is what somebody looks for: parts of names in any order and case, accents or not; a number; a birth. */
export function isFound(entry: DayEntry, sought: string): boolean {
	const { row, sheet } = entry;
	const written = sheet?.written;
	const text = plain(
		[
			...(sheet == null ? [] : [sheet.person.family, sheet.person.given, ...birthForms(sheet.person.birth)]),
			...(written === undefined ? [] : [written.family, written.given]),
			...[`${numberOf(row)}`, stateOf(entry)],
		].join(" "),
	);
	return plain(sought)
		.split(/\s+/)
		.every((part) => text.includes(part));
}

function birthForms(birth: string): readonly string[] {
	const turned = birth.split("-").reverse();
	return [birth, turned.join("/"), turned.join("")];
}

function plain(text: string): string {
	return text
		.normalize("NFD")
		.replace(/\p{M}/gu, "")
		.replace(/[’ʼ`´]/g, "'")
		.toLowerCase()
		.trim();
}
